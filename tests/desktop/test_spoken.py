"""Languages by their own names."""

from PySide6.QtCore import QLocale

from dabir_core.asr.languages import LANGUAGES
from dabir_desktop.spoken import NEAR, far_languages, own_name


def test_languages_are_called_by_their_own_names() -> None:
    assert own_name("fa") == "فارسی"
    assert own_name("en") == "English"
    assert own_name("de") == "Deutsch"
    assert own_name("haw") == "ʻŌlelo Hawaiʻi"  # CLDR


def test_every_language_of_whisper_can_be_chosen_once() -> None:
    codes = [*NEAR, *(code for code, _ in far_languages(QLocale("fa_IR")))]
    assert sorted(codes) == sorted(LANGUAGES)
    assert all(name for _, name in far_languages(QLocale("en_US")))
