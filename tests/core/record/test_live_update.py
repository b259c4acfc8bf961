from dabir_core.record import FinalUtterance, LiveUpdate
from dabir_core.transcript import Segment, Word


def words(*texts: str) -> tuple[Word, ...]:
    return tuple(Word(text, 0.0, 1.0, 0.9) for text in texts)


def update(committed: tuple[Word, ...], tentative: tuple[Word, ...], language: str) -> LiveUpdate:
    return LiveUpdate((), committed, tentative, language, 1.0, 0.1, is_by_utterance=False)


def test_words_are_text_as_their_language_writes_it() -> None:
    persian = update(words("سلام", "دوست"), words("من"), "fa")
    assert (persian.committed_text, persian.tentative_text) == ("سلام دوست", "من")
    assert update(words("今日", "は"), (), "ja").committed_text == "今日は"


def test_an_utterance_of_several_segments_is_one_line() -> None:
    segments = tuple(Segment(0.0, 1.0, text, "fa") for text in ("سلام.", "خوبی؟"))
    assert FinalUtterance(0.0, 2.0, segments, 1, 0.0).text == "سلام. خوبی؟"
    assert FinalUtterance(0.0, 2.0, (), 1, 1.0).text == ""
