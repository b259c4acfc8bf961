"""Messages follow the language while they stand."""

from dabir_core.errors import SourceMissing
from dabir_core.notices import Notice
from dabir_core.sentences import notice_sentence
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.messages import Tone, failed, noticed, told


def test_a_message_is_said_in_the_language_of_now(english: Interface) -> None:
    message = told(Phrase(en="{count} left", fa="{count} مانده"), count="3")
    assert message.words(english) == "3 left"
    english.speak("fa")
    assert message.words(english) == "3 مانده"
    english.speak("en")


def test_an_error_is_told_by_cores_sentence_and_stands(english: Interface) -> None:
    message = failed(SourceMissing("a.mp3"))
    assert "a.mp3" in message.words(english)
    assert message.tone is Tone.TROUBLE


def test_a_notice_is_told_by_cores_sentence_and_goes(english: Interface) -> None:
    message = noticed(Notice.GPU_MISSING)
    assert message.words(english) == notice_sentence(Notice.GPU_MISSING, "en")
    assert message.tone is Tone.QUIET
