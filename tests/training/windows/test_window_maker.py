"""From a planned window to an example: times, masks, features, and what happens to clips that cannot be used."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from transformers import WhisperFeatureExtractor

from dabir_training.configuration import AugmentSettings
from dabir_training.manifest import PreparedSet, Split
from dabir_training.windows.clip_index import read_index
from dabir_training.windows.clip_reader import ClipReader
from dabir_training.windows.epoch_plan import Piece, PlannedWindow
from dabir_training.windows.examples import Example
from dabir_training.windows.target import Target, read_target
from dabir_training.windows.window_maker import WindowMaker
from tests.training.windows.material import DEMO, clip, text_of, write_manifest, write_set

WHOLE = 15 * 16000
CLEAN = AugmentSettings(clean=1.0)
DURATIONS = (2.0, 3.0, 4.0)
WINDOW = PlannedWindow(
    pieces=(Piece(0, 0, 1.0), Piece(1, 40000, 1.0)),
    straddler=None,
    previous=(),
    language=0,
    has_times=True,
    is_clean=True,
    length=WHOLE,
)


@pytest.fixture(scope="module")
def target() -> Target:
    return read_target(DEMO)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> PreparedSet:
    return write_set(tmp_path_factory.mktemp("set"), DURATIONS)


def reader_of(prepared: PreparedSet) -> ClipReader:
    return ClipReader(read_index(prepared, Split.TRAIN))


def made(prepared: PreparedSet, window: PlannedWindow, target: Target, augment: AugmentSettings = CLEAN) -> Example:
    return WindowMaker(reader_of(prepared), target, augment).example(window, np.random.default_rng(1))


def times(example: Example, target: Target) -> list[float]:
    return [
        target.vocabulary.timestamp_seconds(int(t)) for t in example.labels if target.vocabulary.is_timestamp(int(t))
    ]


def text(example: Example, target: Target) -> str:
    return target.vocabulary.decode([int(token) for token in example.labels if token >= 0])


def test_times_are_those_of_the_speech_and_not_of_the_clip(prepared: PreparedSet, target: Target) -> None:
    """Speech is from 0.2 s to 0.3 s before the clip's end, 0.04 s before and 0.08 s after are given to it."""
    expected = [0.2 - 0.04, 1.7 + 0.08, 2.5 + 0.2 - 0.04, 2.5 + 2.7 + 0.08]
    assert times(made(prepared, WINDOW, target), target) == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("speed", [0.9, 1.1])
def test_times_follow_the_speed(prepared: PreparedSet, target: Target, speed: float) -> None:
    window = replace(WINDOW, pieces=(Piece(2, 16000, speed),))
    expected = [1.0 + 0.2 / speed - 0.04, 1.0 + 3.7 / speed + 0.08]
    assert times(made(prepared, window, target), target) == pytest.approx(expected, abs=0.03)


def test_texts_stand_in_the_order_of_the_clips(prepared: PreparedSet, target: Target) -> None:
    for window in (WINDOW, replace(WINDOW, has_times=False)):
        assert text(made(prepared, window, target), target).split() == f"{text_of(0)} {text_of(1)}".split()


def test_of_a_clip_that_the_end_cuts_only_the_start_is_written(prepared: PreparedSet, target: Target) -> None:
    window = replace(WINDOW, straddler=Piece(2, WHOLE - 32000, 1.0))
    example = made(prepared, window, target)
    assert times(example, target)[4:] == pytest.approx([13.0 + 0.2 - 0.04], abs=0.03)
    assert text(example, target).split() == f"{text_of(0)} {text_of(1)}".split()
    assert example.attention_mask.sum() == 1500
    assert example.input_features[:, 1350:1500].max() > example.input_features[:, 600:1250].max() + 0.5


@pytest.mark.parametrize("at", [WHOLE - 3000, WHOLE - 60500])
def test_a_cut_in_the_silence_of_a_clip_leaves_it_out(prepared: PreparedSet, target: Target, at: int) -> None:
    """3000 samples end before its speech begins at 0.2 s; after 60500 of 64000 its speech, 3.7 s long, is over."""
    example = made(prepared, replace(WINDOW, straddler=Piece(2, at, 1.0)), target)
    without = made(prepared, WINDOW, target)
    np.testing.assert_array_equal(example.labels, without.labels)
    np.testing.assert_array_equal(example.input_features, without.input_features)


def test_features_are_those_of_transformers(prepared: PreparedSet, target: Target) -> None:
    window = replace(WINDOW, pieces=(Piece(2, 0, 1.0),))
    sound, _ = soundfile.read(prepared.folder / "2.flac", dtype="float32")
    extractor: Any = WhisperFeatureExtractor(chunk_length=15)
    theirs = extractor(sound, sampling_rate=16000, return_attention_mask=True, return_tensors="np")
    example = made(prepared, window, target)
    np.testing.assert_allclose(example.input_features, theirs.input_features[0], atol=1e-4)
    np.testing.assert_array_equal(example.attention_mask, theirs.attention_mask[0])


def test_a_shorter_input_holds_the_same_sound(prepared: PreparedSet, target: Target) -> None:
    short = made(prepared, replace(WINDOW, length=8 * 16000), target)
    whole = made(prepared, WINDOW, target)
    assert short.input_features.shape == (80, 800)
    assert whole.input_features.shape == (80, 1500)
    np.testing.assert_allclose(short.input_features[:, :795], whole.input_features[:, :795], atol=1e-5)
    np.testing.assert_array_equal(short.labels, whole.labels)


def test_the_text_before_is_told(prepared: PreparedSet, target: Target) -> None:
    example = made(prepared, replace(WINDOW, previous=(2, 0)), target)
    start = example.decoder_input_ids.tolist().index(target.vocabulary.start_of_transcript)
    before = target.vocabulary.decode([int(token) for token in example.decoder_input_ids[1:start]])
    assert before == f" {text_of(2)} {text_of(0)}"
    assert set(example.labels[:start].tolist()) == {-100}


def test_an_empty_window_says_nothing(prepared: PreparedSet, target: Target) -> None:
    example = made(prepared, replace(WINDOW, pieces=(), is_clean=False), target, AugmentSettings())
    assert text(example, target) == ""
    assert times(example, target) == []
    assert example.attention_mask.all()


def test_masks_hide_speech_alone_and_nothing_in_a_clean_window(prepared: PreparedSet, target: Target) -> None:
    augment = AugmentSettings(
        clean=0.0, noise=0.0, telephone=0.0, gain_db=0.0, slowest=1.0, fastest=1.0, mask_times=0.5, mask_bands=0.5
    )
    plain = made(prepared, WINDOW, target, augment).input_features
    changed = made(prepared, replace(WINDOW, is_clean=False), target, augment).input_features
    frames = np.flatnonzero((changed != plain).any(axis=0))
    assert frames.size > 50
    assert all(14 <= frame <= 180 or 264 <= frame <= 530 for frame in frames)  # 0.16 to 1.78 s, 2.66 to 5.28 s


def test_what_cannot_be_decoded_is_left_out_told_once_and_counted(
    tmp_path: Path, target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    prepared = write_set(tmp_path, DURATIONS)
    (tmp_path / "0.flac").write_bytes(b"no sound")
    reader = reader_of(prepared)
    maker = WindowMaker(reader, target, CLEAN)
    for _ in range(3):
        example = maker.example(WINDOW, np.random.default_rng(1))
    assert text(example, target).split() == text_of(1).split()
    assert reader.skipped == 1
    assert [record.getMessage() for record in caplog.records] == ["clip made-0 is left out: it cannot be decoded"]
    caplog.clear()
    alone = maker.example(replace(WINDOW, pieces=(Piece(0, 0, 1.0),)), np.random.default_rng(1))
    assert text(alone, target) == ""


def test_text_that_the_decoder_has_no_positions_for_is_left_out_with_its_sound(
    tmp_path: Path, target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    write_set(tmp_path, DURATIONS)
    clips = [clip(0, "0.flac", 2.0), replace(clip(1, "1.flac", 3.0), text="می‌روم به خانه " * 150)]
    prepared = write_manifest(tmp_path, clips)
    reader = reader_of(prepared)
    example = WindowMaker(reader, target, CLEAN).example(WINDOW, np.random.default_rng(1))
    assert text(example, target).split() == text_of(0).split()
    assert example.attention_mask.sum() == 200
    assert reader.skipped == 1
    assert len(example.labels) <= 448
    caplog.clear()
