import os
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dabir_core.asr.calibrated_heads import store_heads
from dabir_core.asr.journal_keys import recording_label, settings_digest, window_key
from dabir_core.options import Task, TranscribeOptions, Urgency
from dabir_core.speech import Window
from dabir_core.speech.spans import SpeechSpan
from dabir_core.text import DisplayRules

WINDOW = Window(np.linspace(-1, 1, 4096, dtype=np.float32), 16_000, (SpeechSpan(16_100, 18_000),))
OPTIONS = TranscribeOptions()
WHOLE = (480_000,)
OTHERS: dict[str, Any] = {
    "language": "fa",
    "candidates": ("fa", "ar"),
    "task": Task.TRANSLATE,
    "words": False,
    "timestamp_tokens": True,
    "temperature": 0.5,
    "seed": 1,
    "prompt": "سلام",
    "hot_words": ("دبیر",),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def digest(folder: Path, engine: str, options: TranscribeOptions, *, lengths: tuple[int, ...] = WHOLE) -> bytes:
    return settings_digest(folder, engine, options, lengths=lengths)


def test_the_same_job_has_the_same_digest(folder: Path) -> None:
    assert digest(folder, "fake", OPTIONS) == digest(folder, "fake", TranscribeOptions())


@pytest.mark.parametrize("option", OTHERS)
def test_every_option_that_changes_text_changes_the_digest(folder: Path, option: str) -> None:
    other = replace(OPTIONS, **{option: OTHERS[option]})
    assert digest(folder, "fake", other) != digest(folder, "fake", OPTIONS)


def test_an_option_is_known_to_change_text_or_not_to() -> None:
    assert {field.name for field in fields(TranscribeOptions)} == {*OTHERS, "display", "urgency"}


def test_how_finished_text_is_mended_and_how_soon_changes_nothing(folder: Path) -> None:
    other = replace(OPTIONS, display=DisplayRules(zwnj=False), urgency=Urgency.LIVE)
    assert digest(folder, "fake", other) == digest(folder, "fake", OPTIONS)


def test_other_lengths_of_the_encoders_input_change_the_digest(folder: Path) -> None:
    whole, short = (digest(folder, "fake", OPTIONS, lengths=lengths) for lengths in (WHOLE, (96_000, *WHOLE)))
    assert whole != short


def test_another_engine_or_checkpoint_changes_the_digest(folder: Path) -> None:
    digests = {digest(folder, "int8", OPTIONS), digest(folder, "f32", OPTIONS)}
    (folder / "config.json").write_text('{"a": 1}', encoding="utf-8")
    digests.add(digest(folder, "f32", OPTIONS))
    weights = folder / "model.safetensors"
    os.utime(weights, ns=(0, weights.stat().st_mtime_ns + 1))
    digests.add(digest(folder, "f32", OPTIONS))
    weights.write_bytes(b"other weights")
    os.utime(weights, ns=(0, 0))
    digests.add(digest(folder, "f32", OPTIONS))
    assert len(digests) == 5


def test_other_alignment_heads_which_time_the_words_change_the_digest(folder: Path) -> None:
    before = digest(folder, "fake", OPTIONS)
    store_heads(folder, ((0, 1),))
    assert digest(folder, "fake", OPTIONS) != before


def test_sound_place_and_speech_make_the_key() -> None:
    louder = WINDOW.waveform.copy()
    louder[-1] = np.nextafter(louder[-1], np.float32(2))
    windows = [
        WINDOW,
        replace(WINDOW, waveform=louder),
        replace(WINDOW, start_samples=16_001),
        replace(WINDOW, spans=(SpeechSpan(16_100, 18_001),)),
        replace(WINDOW, spans=()),
    ]
    keys = [window_key(settings, window) for window in windows for settings in (b"one", b"two")]
    assert len(set(keys)) == len(keys)
    assert window_key(b"one", replace(WINDOW, waveform=WINDOW.waveform.copy())) == keys[0]


def test_a_recordings_label_survives_its_name_and_not_its_sound(tmp_path: Path) -> None:
    note = tmp_path / "note.wav"
    note.write_bytes(bytes(200_000))
    label = recording_label(note)
    assert recording_label(note.rename(tmp_path / "moved.wav")) == label
    labels = {label}
    for changed in (b"a" + bytes(199_999), bytes(199_999) + b"a", bytes(200_001), b""):
        note.write_bytes(changed)
        labels.add(recording_label(note))
    assert len(labels) == 5
    assert not any("note" in each for each in labels)
