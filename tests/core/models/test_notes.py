"""A recording of three sentences, cut by hand: speech from 1 to 3, 4 to 6 and 9 to 10 s of 11."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from dabir_core.errors import NoSpeech, SourceMissing
from dabir_core.models.comparison import Spoken
from dabir_core.models.notes import Note, Recording, cut, hear, spread
from dabir_core.paths import samples_folder
from dabir_core.speech import SileroRunner, SpeechSpan, load_silero
from tests.core.audio.media import write_wav

SPANS = (SpeechSpan(16_000, 48_000), SpeechSpan(64_000, 96_000), SpeechSpan(144_000, 160_000))
RECORDING = Recording(np.zeros(176_000, np.float32), SPANS, "سلام")


@pytest.fixture(scope="module")
def silero() -> SileroRunner:
    return load_silero()


def places(notes: list[Note]) -> list[tuple[float, float, int]]:
    return [(note.window.start, note.window.end, len(note.window.spans)) for note in notes]


def test_notes_are_all_stretches_from_pause_to_pause_with_the_sound_around_them() -> None:
    # 0.3 s before the speech and 0.4 s after it
    assert places(cut(RECORDING, longer_than=0, at_most=176_000)) == [
        (0.7, 3.4, 1),
        (0.7, 6.4, 2),
        (0.7, 10.4, 3),
        (3.7, 6.4, 1),
        (3.7, 10.4, 2),
        (8.7, 10.4, 1),
    ]


def test_only_notes_of_the_lengths_asked_for_are_given() -> None:
    assert places(cut(RECORDING, longer_than=43_200, at_most=96_000)) == [(0.7, 6.4, 2)]  # not those of 2.7 s


def test_a_gap_of_less_than_a_fifth_of_a_second_is_no_pause() -> None:
    near = Recording(np.zeros(64_000, np.float32), (SpeechSpan(1_600, 32_000), SpeechSpan(35_199, 64_000)))
    assert places(cut(near, longer_than=0, at_most=64_000)) == [(0.0, 4.0, 2)]


def test_in_a_short_pause_notes_end_in_its_middle() -> None:
    near = Recording(np.zeros(64_000, np.float32), (SpeechSpan(1_600, 32_000), SpeechSpan(35_200, 64_000)))
    assert places(cut(near, longer_than=0, at_most=40_000)) == [(0.0, 2.1, 1), (2.1, 4.0, 1)]


def test_a_note_is_the_sound_of_its_place() -> None:
    sound = np.arange(176_000, dtype=np.float32)
    (note,) = cut(Recording(sound, SPANS), longer_than=0, at_most=30_000)
    assert np.array_equal(note.window.waveform, sound[139_200:166_400])
    assert note.spoken is None


def test_only_the_whole_recordings_note_has_the_whole_text() -> None:
    spoken = [note.spoken for note in cut(RECORDING, longer_than=0, at_most=176_000)]
    assert [each == Spoken("سلام", is_whole=True) for each in spoken] == [False, False, True, False, False, False]
    assert all(each is not None and each.text == "سلام" for each in spoken)


def test_many_notes_are_thinned_evenly() -> None:
    notes = cut(RECORDING, longer_than=0, at_most=176_000)
    assert spread(notes, 3) == [notes[0], notes[2], notes[4]]
    assert spread(notes, 10) == notes
    assert spread([], 10) == []


def test_a_recording_is_heard_with_the_text_beside_it(silero: SileroRunner, tmp_path: Path) -> None:
    sample = samples_folder() / "demo.ogg"
    heard = hear(sample, silero)
    assert heard.text.startswith("سلام، من دیروز")
    assert heard.waveform.size == pytest.approx(27.15 * 16_000, abs=800)
    assert len(heard.spans) >= 7
    alone = tmp_path / "alone.ogg"
    shutil.copy(sample, alone)
    assert hear(alone, silero).text == ""


def test_a_recording_without_speech_is_refused(silero: SileroRunner, tmp_path: Path) -> None:
    quiet = tmp_path / "quiet.wav"
    write_wav(quiet, np.zeros((1, 32_000)), rate_hz=16_000)
    with pytest.raises(NoSpeech) as caught:
        hear(quiet, silero)
    assert caught.value.subject == str(quiet)


def test_a_recording_that_is_gone_is_told(silero: SileroRunner, tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        hear(tmp_path / "gone.ogg", silero)
