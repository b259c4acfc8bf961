import pytest

from benchmarks.live_delay import Delays, SpokenWord, figures, is_same, spoken_words
from dabir_core.record import FinalUtterance
from dabir_core.transcript import Word


def word(text: str, end: float) -> Word:
    return Word(text, end - 0.3, end, 0.9)


@pytest.mark.parametrize(
    ("text", "end", "same"), [("رفتم", 4.1, True), ("رفتم.", 4.5, True), ("رفتم.", 4.7, False), ("رفت", 4.1, False)]
)
def test_a_word_is_the_same_at_the_same_place_whatever_its_marks(text: str, end: float, same: bool) -> None:
    assert is_same(SpokenWord("رفتم.", 4.148), word(text, end)) is same


def test_a_word_counts_from_its_end_to_when_it_is_first_seen() -> None:
    delays = Delays([SpokenWord("سلام", 1.0), SpokenWord("دوست", 2.0)])
    delays.see([word("سلام", 1.0)], 2.5)
    delays.see([word("سلام", 1.0), word("دوست", 2.1)], 3.0)
    assert delays.seconds == [1.5, 1.0]


def test_the_changed_share_is_over_all_committed_words() -> None:
    """Half of two and none of six: one of eight."""
    delays = Delays([SpokenWord("سلام", 1.0)])
    delays.see([word("سلام", 1.0)], 2.0)
    ended = [FinalUtterance(0.0, 1.0, (), 2, 0.5), FinalUtterance(1.0, 2.0, (), 6, 0.0)]
    assert figures(delays, delays, ended)["changed_share"] == pytest.approx(1 / 8)


def test_the_demo_note_tells_where_each_word_ends() -> None:
    assert spoken_words()[0] == SpokenWord("سلام،", 1.072)
