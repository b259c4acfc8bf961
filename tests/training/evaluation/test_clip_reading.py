from dataclasses import replace
from pathlib import Path

import jiwer
import numpy as np
import pytest
import torch
from transformers import WhisperForConditionalGeneration

from dabir_core.errors import OptionError
from dabir_core.paths import demo_checkpoint
from dabir_core.speech import log_mel
from dabir_training.errors import PreparedSetWrong
from dabir_training.evaluation.clip_reading import ClipReader, clip_reader, clip_sound
from dabir_training.manifest import PreparedSet
from tests.training.evaluation.spoken_set import TEXTS


@pytest.mark.long
def test_it_writes_what_transformers_generates(
    demo_reader: ClipReader, spoken: PreparedSet, caplog: pytest.LogCaptureFixture
) -> None:
    model = WhisperForConditionalGeneration.from_pretrained(demo_checkpoint(), dtype=torch.float32)
    samples = demo_reader.scheduler.checkpoint.dimensions.window_samples
    for clip in spoken.clips():
        waveform = clip_sound(spoken, clip)
        features = log_mel(np.pad(waveform, (0, samples - waveform.size)), mel_bins=80)
        with torch.inference_mode():
            ids = model.generate(torch.from_numpy(features[None]), language="fa", task="transcribe")
        vocabulary = demo_reader.scheduler.checkpoint.vocabulary
        generated = [id_ for id_ in ids[0].tolist() if id_ < vocabulary.end_of_text]
        assert demo_reader.text(waveform) == vocabulary.decode(generated).strip()
    caplog.clear()  # generate() warns of its own arguments


def test_a_clip_longer_than_the_window_is_read_in_parts(demo_reader: ClipReader, spoken: PreparedSet) -> None:
    waveforms = [clip_sound(spoken, clip) for clip in spoken.clips()]
    pause = np.zeros(8000, np.float32)
    together = np.concatenate([part for waveform in (*waveforms, *waveforms) for part in (waveform, pause)])
    assert together.size > demo_reader.scheduler.checkpoint.dimensions.window_samples
    text = demo_reader.text(together)
    # The demo misreads a sentence here and there, another one on another processor; a lost window is half of the words.
    assert jiwer.wer(" ".join(TEXTS * 2), text) < 0.35


def test_beams_write_it_too(spoken: PreparedSet) -> None:
    first = next(spoken.clips())
    with clip_reader("demo", engine="openvino-f32", language="fa", beams=3, batch=2) as reader:
        assert reader.text(clip_sound(spoken, first)) == TEXTS[0]


def test_the_clip_tells_its_own_language(stubborn_reader: ClipReader) -> None:
    with pytest.raises(OptionError):
        stubborn_reader.text(np.zeros(16000, np.float32), language="xx")


def test_a_clip_is_a_stretch_of_its_file(spoken: PreparedSet) -> None:
    clip = next(spoken.clips())
    whole = clip_sound(spoken, clip)
    part = clip_sound(spoken, replace(clip, start=0.5, duration=1.0))
    assert np.array_equal(part, whole[8000:24000])


def test_a_clip_without_a_sound_is_told_by_its_id(spoken: PreparedSet, tmp_path: Path) -> None:
    clip = replace(next(spoken.clips()), sound=str(tmp_path / "gone.mp3"))
    with pytest.raises(PreparedSetWrong) as told:
        clip_sound(spoken, clip)
    assert clip.id in told.value.subject
