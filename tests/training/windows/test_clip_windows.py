"""Clips to judge by: which they are, and that nothing is done to them."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from dabir_core.speech import log_mel
from dabir_training.manifest import PreparedSet, Split
from dabir_training.windows import ClipWindows
from dabir_training.windows.target import read_target
from tests.training.windows.material import DEMO, text_of, write_set


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> PreparedSet:
    return write_set(tmp_path_factory.mktemp("dev"), [1.5] * 30 + [16.0], split=Split.DEV)


def judged(prepared: PreparedSet, *, clips: int, seed: int = 1) -> ClipWindows:
    return ClipWindows(prepared, Split.DEV, checkpoint=DEMO, clips=clips, seed=seed)


def ids(clips: ClipWindows) -> list[str]:
    return [clips.id(place) for place in range(len(clips))]


def test_a_fixed_few_are_drawn_in_the_sets_order(prepared: PreparedSet) -> None:
    drawn = ids(judged(prepared, clips=8))
    numbers = [int(name.removeprefix("made-")) for name in drawn]
    assert len(set(drawn)) == 8
    assert numbers == sorted(numbers)
    assert drawn == ids(judged(prepared, clips=8))
    assert drawn != ids(judged(prepared, clips=8, seed=2))


def test_all_are_taken_where_there_are_no_more_but_those_beyond_the_window(prepared: PreparedSet) -> None:
    assert ids(judged(prepared, clips=400)) == [f"made-{number}" for number in range(30)]


def test_a_clip_is_as_recorded_in_a_whole_window(prepared: PreparedSet) -> None:
    clips = judged(prepared, clips=400)
    sound, _ = soundfile.read(prepared.folder / "4.flac", dtype="float32")
    padded = np.zeros(240000, np.float32)
    padded[: sound.size] = sound
    np.testing.assert_array_equal(clips[4].input_features, log_mel(padded))
    vocabulary = read_target(DEMO).vocabulary
    assert vocabulary.decode([token for token in clips[4].labels.tolist() if token >= 0]) == f" {text_of(4)}"
    assert clips[4].decoder_input_ids[:4].tolist() == [801, 843, 903, 907]
    assert clips.reference(4) == text_of(4)
    assert clips.clip(4).id == clips.id(4) == "made-4"


def test_a_clip_that_cannot_be_decoded_is_silence(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    prepared = write_set(tmp_path, [1.5], split=Split.DEV)
    (tmp_path / "0.flac").write_bytes(b"no sound")
    clips = judged(prepared, clips=1)
    assert clips[0].input_features.shape == (80, 1500)
    caplog.clear()
