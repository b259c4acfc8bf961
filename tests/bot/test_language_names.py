"""Languages by the names that people use."""

import pytest

from dabir_bot.language_names import code_of, name_of
from dabir_core.asr.languages import LANGUAGES


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("فارسی", "fa"),
        ("فارسي", "fa"),
        ("ترکی", "tr"),
        ("ترکی آذربایجانی", "az"),
        ("آذری", "az"),
        ("کره\u200cای", "ko"),
        ("کره ای", "ko"),
        ("انگلیسی", "en"),
        ("English", "en"),
        ("DE", "de"),
        ("خودکار", "auto"),
        ("Auto", "auto"),
        ("klingon", ""),
        ("", ""),
    ],
)
def test_people_call_languages_by_many_names(written: str, code: str) -> None:
    assert code_of(written) == code


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_a_persian_name_by_which_it_is_found(code: str) -> None:
    name = name_of(code, "fa")
    assert any("\u0600" <= letter <= "\u06ff" for letter in name)
    assert code_of(name) == code


def test_names_are_those_of_the_readers_language() -> None:
    assert (name_of("fa", "en"), name_of("en", "fa")) == ("Persian", "انگلیسی")
