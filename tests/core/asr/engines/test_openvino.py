"""The OpenVINO engine against transformers in float32."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dabir_core.arrays import LogMel, TokenIds
from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.openvino import OpenVinoEngine
from dabir_core.asr.engines.openvino_precision import Precision
from tests.random_whisper import MICRO, RandomWhisper, random_log_mel, random_tokens, random_whisper

TOKENS = random_tokens(3, 10)
UNEVEN = Dimensions(
    width=96,
    encoder_layers=1,
    encoder_heads=3,
    decoder_layers=2,
    decoder_heads=4,
    mel_bins=128,
    vocabulary=77,
    source_positions=37,
    target_positions=20,
)


@pytest.fixture(scope="module")
def whisper() -> RandomWhisper:
    return random_whisper(heads=((2, 1), (0, 0), (2, 0)))


def teacher_forced(engine: OpenVinoEngine, log_mel: LogMel, tokens: TokenIds) -> NDArray[np.float32]:
    """(B, L, V) of a cache that is fed one token at a time."""
    cache = engine.encode(log_mel).start(range(len(log_mel)))
    return np.stack([cache.step(tokens[:, i : i + 1]) for i in range(tokens.shape[1])], axis=1)


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    normalised: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normalised


def test_f32_gives_the_reference_logits(whisper: RandomWhisper) -> None:
    engine = OpenVinoEngine.load(whisper, precision=Precision.F32)
    log_mel = random_log_mel(3, MICRO.window_frames)
    ours, theirs = teacher_forced(engine, log_mel, TOKENS), whisper.logits(log_mel, TOKENS)
    assert theirs.std() > 0.5
    assert np.abs(ours - theirs).max() <= 1e-4


@pytest.mark.parametrize("frames", [2, 38, 74])
def test_odd_sizes_128_bins_and_short_windows(frames: int) -> None:
    whisper = random_whisper(UNEVEN)
    engine = OpenVinoEngine.load(whisper, precision=Precision.F32)
    log_mel = random_log_mel(2, frames, mel_bins=128)
    tokens = random_tokens(2, 20, vocabulary=77)
    assert np.abs(teacher_forced(engine, log_mel, tokens) - whisper.logits(log_mel, tokens)).max() <= 1e-4


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.BF16])
def test_lower_precision_keeps_the_log_probabilities(precision: Precision) -> None:
    wide = replace(MICRO, width=256, encoder_heads=4, decoder_heads=4, vocabulary=2000)
    whisper = random_whisper(wide)
    engine = OpenVinoEngine.load(whisper, precision=precision)
    log_mel = random_log_mel(4, wide.window_frames)
    prompt = random_tokens(4, 3, vocabulary=2000)
    ours = log_softmax(engine.encode(log_mel).start(range(4)).step(prompt))
    theirs = log_softmax(whisper.logits(log_mel, prompt)[:, -1])
    assert 1e-4 < np.abs(ours - theirs).mean() <= 0.1  # a difference of zero would mean that nothing was rounded
    likeliest = theirs.argmax(axis=1, keepdims=True)
    assert np.abs(np.take_along_axis(ours - theirs, likeliest, axis=1)).mean() <= 0.1


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.BF16])
def test_lower_precision_works_out_prompts_of_several_rows(whisper: RandomWhisper, precision: Precision) -> None:
    engine = OpenVinoEngine.load(whisper, precision=precision)
    log_mel = random_log_mel(3, MICRO.window_frames)
    cache = engine.encode(log_mel).start([2, 1, 0])
    cache.step(TOKENS[:, :6])
    cache.reorder([2, 0])
    ours, theirs = cache.step(TOKENS[[2, 0], 6:9]), whisper.logits(log_mel[[0, 2]], TOKENS[[2, 0], :9])[:, -1]
    assert np.abs(ours - theirs).max() <= 0.2  # logits spread over 1.0; a row's neighbour differs by more than 2


@pytest.mark.parametrize("frames", [50, MICRO.window_frames])
def test_alignment_is_transformers_cross_attention(whisper: RandomWhisper, frames: int) -> None:
    engine = OpenVinoEngine.load(whisper, precision=Precision.F32)
    log_mel = random_log_mel(2, frames)
    ours, theirs = engine.encode(log_mel).align(1, TOKENS[0]), whisper.cross_attention(log_mel[1], TOKENS[0])
    assert ours.shape == (3, 10, frames // 2)
    assert theirs.max() > 1.2 / (frames // 2)  # not a flat one, which any other would resemble
    assert np.abs(ours - theirs).max() <= 1e-4


def test_alignment_stops_at_the_last_aligned_layer() -> None:
    whisper = random_whisper(heads=((0, 1),))
    engine = OpenVinoEngine.load(whisper, precision=Precision.F32)
    log_mel = random_log_mel(1, MICRO.window_frames)
    encoded = engine.encode(log_mel)
    encoded.start([0])  # makes keys and values of all layers
    whisper.read.clear()
    ours = encoded.align(0, TOKENS[0])
    assert np.abs(ours - whisper.cross_attention(log_mel[0], TOKENS[0])).max() <= 1e-4
    assert not [
        name for name in whisper.read if name.startswith(("encoder.", "decoder.layers.1", "decoder.layers.0.fc"))
    ]


def test_a_real_folder_runs(micro_bfloat16_folder: Path) -> None:
    checkpoint = load_checkpoint(micro_bfloat16_folder)
    engine = OpenVinoEngine.load(checkpoint)
    encoded = engine.encode(random_log_mel(1, 100))
    assert encoded.start([0]).step(np.array([[1, 2]])).shape == (1, checkpoint.dimensions.vocabulary)
    assert len(encoded.align(0, np.array([1, 2, 3]))) == len(checkpoint.alignment_heads)


def test_threads_change_nothing_but_the_pace(whisper: RandomWhisper) -> None:
    log_mel = random_log_mel(1, MICRO.window_frames)
    logits = [
        OpenVinoEngine.load(whisper, precision=Precision.F32, threads=threads)
        .encode(log_mel)
        .start([0])
        .step(TOKENS[:1])
        for threads in (None, 1)
    ]
    np.testing.assert_allclose(logits[0], logits[1], atol=1e-4)


def test_the_name_says_the_precision(whisper: RandomWhisper) -> None:
    assert OpenVinoEngine.load(whisper, precision=Precision.INT8).name == "openvino int8"


LOAD_AND_RUN = """
import sys
import numpy as np
from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.engines.openvino import OpenVinoEngine
from pathlib import Path
engine = OpenVinoEngine.load(load_checkpoint(Path(sys.argv[1])))
encoded = engine.encode(np.zeros((1, 80, 100), np.float32))
encoded.start([0]).step(np.array([[1]]))
encoded.align(0, np.array([1, 2]))
print([name for name in ("torch", "transformers", "openvino.tools.ovc", "openvino_telemetry") if sys.modules.get(name)])
"""


def test_it_needs_no_torch_and_writes_no_file(micro_folder: Path, tmp_path: Path) -> None:
    core = str(Path(__file__).parents[4] / "core")
    run = subprocess.run(
        [sys.executable, "-c", LOAD_AND_RUN, str(micro_folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=tmp_path,
        env={"PYTHONPATH": core, "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert run.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []
