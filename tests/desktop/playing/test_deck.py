"""A deck obeys its newest wish; what is heard is what the file holds."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dabir_core.errors import SourceMissing
from dabir_desktop.playing import Deck, DeckEnded, DeckEvent, DeckFailed, DeckLost, DeckStarted
from tests.desktop.playing.outputs import HandOutputs, tone_file, until


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tone_file(tmp_path_factory.mktemp("tone") / "tone.wav")


class Told:
    """A deck, its outputs, and what it told."""

    def __init__(self) -> None:
        self.events: list[DeckEvent] = []
        self.outputs = HandOutputs()
        self.deck = Deck(lambda _path, event: self.events.append(event), output=self.outputs)

    def play(self, path: Path, at: float = 0.0) -> None:
        self.deck.open(path)
        self.deck.seek(at)
        self.deck.play()
        until(lambda: DeckStarted(has_sound=True) in self.events)


@pytest.fixture
def told() -> Iterator[Told]:
    told = Told()
    yield told
    told.deck.close()


def test_a_file_is_played_from_where_it_was_sought(told: Told, tone: Path) -> None:
    told.play(tone, 1.0)
    told.outputs.now.move(0.5)
    assert told.deck.position == pytest.approx(1.5)
    spectrum = np.abs(np.fft.rfft(told.outputs.now.sound[:, 0]))
    assert np.argmax(spectrum) / 0.5 == 440


def test_the_end_of_the_file_is_told_and_it_rests_there(told: Told, tone: Path) -> None:
    told.play(tone, 2.5)
    told.outputs.now.move(0.7)
    until(lambda: DeckEnded() in told.events)
    assert told.deck.position == pytest.approx(3.0)
    assert told.outputs.now.is_ended


def test_a_pause_rests_where_it_was_heard_and_goes_on_from_there(told: Told, tone: Path) -> None:
    told.play(tone)
    told.outputs.now.move(0.6)
    told.deck.pause()
    until(lambda: told.outputs.now.is_ended)
    assert told.deck.position == pytest.approx(0.6)
    told.deck.play()
    until(lambda: len(told.outputs.opened) == 2)
    until(lambda: told.events == [DeckStarted(has_sound=True)] * 2)
    told.outputs.now.move(0.3)
    assert told.deck.position == pytest.approx(0.9)


def test_a_jump_shows_at_once_and_is_heard_from_there_on(told: Told, tone: Path) -> None:
    told.play(tone)
    told.outputs.now.move(0.2)
    told.deck.seek(2.0)
    assert told.deck.position == 2.0
    told.outputs.now.move(0.1)
    told.outputs.now.move(0.4)
    assert 2.3 <= told.deck.position <= 2.5 + 1e-6
    assert len(told.outputs.opened) == 1, "the device stays open"


def test_another_tempo_is_heard_soon_and_the_place_follows(told: Told, tone: Path) -> None:
    told.play(tone)
    told.outputs.now.move(0.3)
    told.deck.set_tempo(2.0)
    told.outputs.now.move(0.6)  # what was decoded ahead is heard first
    begun = told.deck.position
    told.outputs.now.move(0.5)
    assert told.deck.position - begun == pytest.approx(1.0, abs=0.02)


def test_a_lost_device_pauses_it_where_it_was(told: Told, tone: Path) -> None:
    told.play(tone)
    told.outputs.now.move(0.4)
    told.outputs.now.is_lost = True
    until(lambda: DeckLost() in told.events)
    assert told.deck.position == pytest.approx(0.4)
    told.deck.play()
    until(lambda: len(told.outputs.opened) == 2)


def test_a_file_that_cannot_be_played_is_told_and_the_next_one_plays(told: Told, tone: Path, tmp_path: Path) -> None:
    told.deck.open(tmp_path / "none.wav")
    told.deck.play()
    until(lambda: bool(told.events))
    failed = told.events[0]
    assert isinstance(failed, DeckFailed)
    assert isinstance(failed.error, SourceMissing)
    told.play(tone)
    told.outputs.now.move(0.2)
    assert told.deck.position == pytest.approx(0.2)


def test_another_file_begins_paused_at_its_start(told: Told, tone: Path, tmp_path: Path) -> None:
    other = tone_file(tmp_path / "other.wav", 1.0)
    told.play(tone)
    told.outputs.now.move(0.5)
    told.deck.open(other)
    assert told.deck.position == 0.0
    until(lambda: told.outputs.now.is_ended)
    other.unlink()  # where files that are open can be deleted, it shows nothing; elsewhere it would fail
    told.deck.open(None)
    told.deck.play()
    assert told.deck.position == 0.0


def test_a_dragged_playhead_ends_at_its_last_place(told: Told, tone: Path) -> None:
    told.play(tone)
    for hundredth in range(200):
        told.deck.seek(hundredth / 100)
    assert told.deck.position == 1.99
    told.outputs.now.move(0.2)
    assert 1.99 <= told.deck.position <= 2.2
