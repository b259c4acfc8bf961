import pytest

from dabir_core.asr.languages import LANGUAGES, language_code
from dabir_core.errors import OptionError


def test_codes_and_names_stand_in_the_order_of_transformers_table() -> None:
    from transformers.models.whisper.tokenization_whisper import LANGUAGES as PUBLISHED

    assert list(LANGUAGES) == list(PUBLISHED)
    assert [name.lower() for name in LANGUAGES.values()] == list(PUBLISHED.values())


@pytest.mark.parametrize("written", ["fa", "FA", " Persian ", "farsi", "فارسی"])
def test_a_person_may_write_code_or_name(written: str) -> None:
    assert language_code(written) == "fa"


@pytest.mark.parametrize(("written", "nearest"), [("persain", "fa"), ("englisch", "en"), ("haww", "haw")])
def test_an_unknown_language_is_answered_by_the_nearest(written: str, nearest: str) -> None:
    with pytest.raises(OptionError) as refused:
        language_code(written)
    assert written in refused.value.subject
    assert f"nearest: {nearest}" in refused.value.subject


def test_a_language_that_the_checkpoint_lacks_is_refused() -> None:
    with pytest.raises(OptionError):
        language_code("yue", {"fa": 1, "en": 0})


@pytest.mark.parametrize("written", ["fa", "farsi", "Persian"])
def test_the_nearest_is_one_that_the_checkpoint_has(written: str) -> None:
    with pytest.raises(OptionError, match="nearest: en"):
        language_code(written, {"en": 0})


def test_a_language_of_the_checkpoint_that_whisper_never_had_is_known() -> None:
    assert language_code("ckb", {"fa": 1, "ckb": 2}) == "ckb"


def test_nothing_is_nearest_where_nothing_is_known() -> None:
    assert language_code("de", {"de": 0}) == "de"
    with pytest.raises(OptionError):
        language_code("", {})
