"""Live text over readable sound, with a reader whose clock is its own."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.errors import ModelMemory
from dabir_core.progress import CancelToken
from dabir_core.record.live_sound import LiveBlock, LiveSound
from dabir_core.record.live_text import LiveText
from dabir_core.record.live_update import LiveUpdate
from dabir_core.record.recording import GapKind
from dabir_core.transcript import Word
from dabir_core.units import to_samples
from tests.core.record.counting_reader import CountingReader
from tests.core.record.readable_sound import blocks, talk


@dataclass
class PlayedSound:
    """Obeys what live text needs of a session and of its sound; None is a look for a block that does not come.

    `waiting` is what `behind` says before each block.
    """

    played: list[LiveBlock | None]
    waiting: float = 0.0
    is_over: bool = False

    def live(self) -> LiveSound:
        return cast(LiveSound, self)

    @property
    def behind(self) -> float:
        return self.waiting if self.played else 0.0

    def take(self, timeout: float | None = None) -> LiveBlock | None:
        if self.played:
            return self.played.pop(0)
        self.is_over = True
        return None


def follow(
    reader: CountingReader,
    played: Sequence[LiveBlock | None],
    *,
    waiting: float = 0.0,
    cancel: CancelToken | None = None,
) -> list[LiveUpdate]:
    text = LiveText(PlayedSound(list(played), waiting), reader, clock=reader.clock)
    return list(text.updates(cancel=cancel))


def texts(updates: Sequence[LiveUpdate]) -> list[str]:
    return [utterance.text for update in updates for utterance in update.ended]


def test_words_are_tentative_then_committed_then_final() -> None:
    updates = follow(CountingReader(), list(blocks(talk((1.0, 3.0), (0.0, 2.0)))))
    shown = [(update.committed_text, update.tentative_text) for update in updates]
    assert shown[0] == ("", "w0")
    assert ("w0 w1", "w2") in shown
    assert shown[-1] == ("", "")
    assert texts(updates) == ["w0 w1 w2 w3 w4 w5"]
    (utterance,) = updates[-1].ended
    assert (utterance.committed, utterance.changed) == (5, 0.0)
    assert utterance.start == 0.0


def test_the_share_of_committed_words_that_the_final_text_changed_is_told() -> None:
    (*_, last) = follow(CountingReader(final_mark="!"), list(blocks(talk((1.0, 3.0), (0.0, 2.0)))))
    assert last.ended[0].text.startswith("w0! w1!")
    assert last.ended[0].changed == 1.0


def test_a_draft_waits_for_two_blocks_of_new_sound() -> None:
    reader = CountingReader()
    follow(reader, list(blocks(talk((1.0, 3.0)))))
    ends = [window.end for window in reader.drafted]
    assert ends == pytest.approx([0.4, 0.8, 1.2, 1.6, 2.0, 2.4, 2.8])


def test_nothing_is_drafted_while_sound_waits() -> None:
    reader = CountingReader()
    updates = follow(reader, list(blocks(talk((1.0, 3.0), (0.0, 2.0)))), waiting=1.0)
    assert len(reader.drafted) == 0
    assert texts(updates) == ["w0 w1 w2 w3 w4 w5"]


def test_slower_readings_are_further_apart() -> None:
    reader = CountingReader(cost=0.7)
    updates = follow(reader, list(blocks(talk((1.0, 4.5)))))
    ends = [window.end for window in reader.drafted]
    assert [round(after - before, 1) for before, after in itertools.pairwise(ends)] == [1.4, 1.4]
    assert updates[-1].real_time_factor == pytest.approx(0.5)


def test_a_machine_that_is_too_slow_reads_each_utterance_once_and_says_so() -> None:
    reader = CountingReader(cost=3.0, limit_samples=to_samples(15.0))
    played = list(blocks(talk((1.0, 6.0), (0.0, 2.0), (1.0, 6.0), (0.0, 2.0))))
    updates = follow(reader, played)
    assert [window.end for window in reader.drafted] == pytest.approx([0.4, 2.4, 4.4])
    assert [update.is_by_utterance for update in updates] == [False, True, True, True]  # nothing is said by 0.4 s
    assert updates[-1].real_time_factor == 1.5
    assert len(texts(updates)) == 2


def test_a_machine_that_is_quick_again_follows_again() -> None:
    reader = CountingReader(cost=3.0, limit_samples=to_samples(15.0))
    played = [*blocks(talk((1.0, 6.0), *[(0.0, 2.0), (1.0, 3.0)] * 4))]
    updates: list[LiveUpdate] = []
    for update in LiveText(PlayedSound([*played]), reader, clock=reader.clock).updates():
        updates.append(update)
        if update.is_by_utterance:
            reader.cost = 0.1
    assert len(reader.drafted) > 3
    assert not updates[-1].is_by_utterance


def test_words_behind_a_cut_stand_in_the_next_utterance() -> None:
    """Eight seconds without a pause are cut where they are least loud, at 5.7 s, when words to 6.5 s stand already."""
    reader = CountingReader(limit_samples=to_samples(8.0))
    updates = follow(reader, list(blocks(talk((1.0, 5.6), (0.9, 0.2), (1.0, 6.0), (0.0, 2.0)))))
    cut = next(update for update in updates if update.ended)
    assert cut.ended[0].end == pytest.approx(5.7, abs=0.1)
    assert cut.ended[0].committed == 11  # to w10, which ends at 5.5 s
    assert cut.committed_text == "w11 w12"
    assert texts(updates)[-1].split()[-1] == "w22"


def test_a_gap_ends_an_utterance() -> None:
    speech = talk((1.0, 1.0))
    played = [LiveBlock(0.0, speech), LiveBlock(1.0, speech), LiveBlock(9.0, speech, GapKind.LOST)]
    assert texts(follow(CountingReader(), played)) == ["w0 w1 w2 w3", "w18 w19"]


def test_a_second_without_sound_ends_an_utterance() -> None:
    """A person paused in the middle of a sentence; nothing tells that until the next block."""
    speech = talk((1.0, 1.0))
    waits: list[None] = [None] * 6
    updates = follow(CountingReader(), [LiveBlock(0.0, speech), *waits, LiveBlock(1.0, speech, GapKind.PAUSE)])
    assert texts(updates) == ["w0 w1", "w2 w3"]
    assert [update.heard for update in updates if update.ended] == [1.0, 2.0]


def test_a_block_that_is_late_ends_nothing() -> None:
    speech = talk((1.0, 1.0))
    waits: list[None] = [None] * 4
    played = [LiveBlock(0.0, speech), *waits, LiveBlock(1.0, speech), *waits]
    assert texts(follow(CountingReader(), played)) == ["w0 w1 w2 w3"]


def test_the_last_utterance_is_read_at_the_end_of_the_recording() -> None:
    updates = follow(CountingReader(), list(blocks(talk((0.0, 1.0), (1.0, 1.0)))))
    assert texts(updates) == ["w2 w3"]
    assert updates[-1].ended[0].end == pytest.approx(2.0)


def test_where_nobody_speaks_there_is_nothing_to_read() -> None:
    reader = CountingReader()
    assert follow(reader, list(blocks(talk((0.0, 9.0))))) == []
    assert reader.drafted == reader.read_windows == []


def test_a_cancelled_text_ends_without_another_word() -> None:
    reader, cancel = CountingReader(), CancelToken()
    played = PlayedSound([*blocks(talk((1.0, 9.0)))])
    for _ in LiveText(played, reader, clock=reader.clock).updates(cancel=cancel):
        cancel.cancel()
    assert [window.end for window in reader.drafted] == pytest.approx([0.4, 0.8])  # the first one says nothing
    assert played.played


def test_an_error_of_the_engine_is_raised_where_the_updates_are_asked_for() -> None:
    with pytest.raises(ModelMemory):
        follow(CountingReader(error=ModelMemory("m")), list(blocks(talk((1.0, 3.0)))))


_RUNS = st.lists(st.tuples(st.sampled_from([0.0, 1.0]), st.sampled_from([0.3, 1.0, 2.5, 7.0])), max_size=6)


@settings(max_examples=40)
@given(_RUNS, st.sampled_from([0.01, 0.7, 3.0]))
def test_committed_words_never_shrink_while_an_utterance_goes_on(runs: list[tuple[float, float]], cost: float) -> None:
    before: tuple[Word, ...] = ()
    for update in follow(CountingReader(cost=cost), list(blocks(talk((0.0, 0.5), *runs)))):
        if not update.ended:
            assert update.committed[: len(before)] == before
        before = update.committed


@settings(max_examples=40)
@given(_RUNS, st.sampled_from([0.01, 0.7, 3.0]))
def test_final_texts_hold_every_word_once_and_in_order(runs: list[tuple[float, float]], cost: float) -> None:
    """But those that a cut goes through, of which neither side holds a whole half second."""
    reader = CountingReader(cost=cost)
    numbers = [
        int(word[1:]) for text in texts(follow(reader, list(blocks(talk((0.0, 0.5), *runs))))) for word in text.split()
    ]
    assert numbers == sorted(set(numbers))
    read = reader.read_windows
    assert all(one.end_samples <= other.start_samples for one, other in itertools.pairwise(read))
