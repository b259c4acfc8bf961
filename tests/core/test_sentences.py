"""Every error of core has its words, in both languages, and they say what to do."""

import re

import pytest

from dabir_core import errors, link_errors
from dabir_core.notices import Notice
from dabir_core.sentences import Language, notice_sentence, sentence, warning_sentence
from dabir_core.text import DisplayRules, mend
from dabir_core.transcript import TranscriptWarning, WarningKind

LANGUAGES: tuple[Language, ...] = ("fa", "en")
FIXES: dict[Language, str] = {
    "fa": r"(کنید|بدهید|ببندید|ببینید)",
    "en": r"\b(Try|Check|Choose|See|Record|Download|Install|Run|Copy|Close|Use|Listen)\b",
}
SUBJECT = "a{it}b (1).mp3"


def _family(error: type[errors.DabirError]) -> list[type[errors.DabirError]]:
    return [error, *(heir for child in error.__subclasses__() for heir in _family(child))]


CLASSES = [error for error in _family(errors.DabirError) if error.__module__ in (errors.__name__, link_errors.__name__)]


def test_the_whole_tree_is_walked() -> None:
    assert {errors.OptionError, errors.NoSound, errors.ModelMemory, link_errors.LinkGone} < set(CLASSES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", CLASSES)
def test_each_error_has_words_of_its_own(error: type[errors.DabirError], language: Language) -> None:
    others = {sentence(other("x"), language) for other in CLASSES if other is not error}
    assert sentence(error("x"), language) not in others


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", CLASSES)
def test_a_sentence_names_its_subject_and_never_the_exception(
    error: type[errors.DabirError], language: Language
) -> None:
    told = sentence(error(SUBJECT, detail="errno 5"), language)
    assert told.count(SUBJECT) == 1
    assert error.__name__ not in told
    assert "errno 5" not in told


@pytest.mark.parametrize("subject", ["", "x"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", CLASSES)
def test_a_sentence_says_what_to_do(error: type[errors.DabirError], language: Language, subject: str) -> None:
    happened, _, fix = sentence(error(subject), language).partition(". ")
    assert len(happened) > 10
    assert re.search(FIXES[language], fix)
    assert not re.search(r"[{}]|\s\s|\s[.؟،,]|«»|“”", happened + fix)


@pytest.mark.parametrize("error", CLASSES)
def test_persian_is_written_with_persian_letters_and_english_without(error: type[errors.DabirError]) -> None:
    persian, english = sentence(error(), "fa"), sentence(error(), "en")
    assert not re.search("[كيى?,;]", persian)
    assert not re.search(r"\bن?می\s|\sها(ی|یی)?\b|\bتر\b", persian)
    assert mend(persian, DisplayRules(), language="fa") == persian
    assert english.isascii()
    assert english[0].isupper()


def test_an_error_of_an_app_has_its_parents_words() -> None:
    class Unheard(errors.EmptySource):
        pass

    assert sentence(Unheard("a.ogg"), "en") == sentence(errors.EmptySource("a.ogg"), "en")


def test_the_words_of_two_errors_in_full() -> None:
    assert (
        sentence(errors.NoAudioStream("فیلم.mp4"), "fa") == "فایل «فیلم.mp4» صدا ندارد. فایلی بدهید که صدا داشته باشد."
    )
    command = 'pip install "dabir[torch]"'
    assert sentence(errors.EngineMissing(command), "en").endswith(f"Run this command: {command}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", WarningKind)
def test_each_warning_says_where_and_what_to_do(kind: WarningKind, language: Language) -> None:
    told = warning_sentence(TranscriptWarning(kind, 65.9, 70.2, 4.3), language)
    assert {"fa": "۱:۰۵", "en": "1:05"}[language] in told
    assert re.search(FIXES[language], told.partition(". ")[2])


def test_a_warnings_place_and_length_in_full() -> None:
    lost = TranscriptWarning(WarningKind.AUDIO_LOST, 3723.0, 3723.0, 2.0)
    assert warning_sentence(lost, "en").startswith("At 1:02:03, about 2 s of sound")
    unfinished = TranscriptWarning(WarningKind.TEXT_UNFINISHED, 60.0, 88.1, 28.1)
    assert warning_sentence(unfinished, "fa").startswith("متن بین ۱:۰۰ و ۱:۲۹ ")
    assert "حدود ۲٫۵ ثانیه" in warning_sentence(TranscriptWarning(WarningKind.AUDIO_LOST, 0.0, 0.0, 2.5), "fa")


def test_lost_sound_of_unknown_length_is_not_called_zero_seconds() -> None:
    unknown = TranscriptWarning(WarningKind.AUDIO_LOST, 3.0, 3.0, 0.0)
    assert warning_sentence(unknown, "en").startswith("At 0:03, some sound was damaged")
    assert warning_sentence(unknown, "fa").startswith("در زمان ۰:۰۳، بخشی از صدا خراب بود")


@pytest.mark.parametrize("notice", Notice)
def test_each_notice_has_words_in_both_languages(notice: Notice) -> None:
    english, persian = notice_sentence(notice, "en"), notice_sentence(notice, "fa")
    assert english.isascii()
    assert english.endswith(".")
    assert mend(persian, DisplayRules(), language="fa") == persian
    assert len({notice_sentence(other, "en") for other in Notice}) == len(Notice)
