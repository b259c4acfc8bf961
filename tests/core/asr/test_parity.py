"""Our loop on each engine against transformers' `generate`: random weights of real sizes, the real tokenizer.

The reference gets the loop's list of suppressed tokens: the loop forbids special tokens that `generate` would let pass.
Windows of the fast tests last 10 s, so that they take seconds; the slow ones have the 30 s of real checkpoints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from transformers import WhisperForConditionalGeneration

from dabir_core.arrays import LogMel, TokenIds, Waveform
from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.decoding import open_rows
from dabir_core.asr.engines import Encoded, load_engine
from dabir_core.asr.rules import Rules
from dabir_core.asr.sampling import log_probabilities
from dabir_core.asr.search import DecodingRequest
from dabir_core.options import Task
from dabir_core.speech.log_mel import log_mel
from tests.checkpoints import END_OF_TEXT, Recipe, make_checkpoint
from tests.decoding_at_once import decode

WINDOWS = 50
CAP = 40
BATCH = 10
GAIN = {"tiny": 1.6, "small": 0.8}
"""How long end-of-text's row of the embedding is made, so that some windows end before the cap and some do not."""

pytestmark = pytest.mark.long

EXACT = (("torch", WINDOWS), ("openvino-f32", WINDOWS - 1))
"""Engines and in how many windows at least they say what `generate` says."""

Said = list[tuple[int, ...]]


@dataclass(frozen=True)
class Answers:
    """What was said of each window, without and with timestamps, and how likely the first token was.

    `first` are log-probabilities right after the prompt, before any rule, of the reference's first tokens.
    """

    said: dict[bool, Said]
    first: NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A checkpoint, the windows that it hears, and what transformers answers."""

    checkpoint: Checkpoint
    log_mels: LogMel
    expected: Answers


def varied_sound(seed: int, samples: int) -> Waveform:
    """A few gliding voices that come and go, sometimes noise, sometimes a silent stretch."""
    rng = np.random.default_rng(seed)
    time = np.arange(samples) / 16_000
    sound = sum((_voice(rng, time) for _ in range(rng.integers(1, 5))), np.zeros(samples))
    sound += rng.uniform(0.0, 0.3) * (rng.random() > 0.5) * rng.standard_normal(samples)
    if rng.random() > 0.5:
        start, end = np.sort(rng.integers(0, samples, 2))
        sound[start:end] *= 0.001
    return np.asarray(rng.uniform(0.05, 0.9) * sound / np.abs(sound).max(), dtype=np.float32)


def _voice(rng: np.random.Generator, time: NDArray[np.float64]) -> NDArray[np.float64]:
    glide = rng.uniform(-50.0, 50.0) * np.sin(2 * np.pi * rng.uniform(0.1, 3.0) * time)
    phase = 2 * np.pi * np.cumsum(rng.uniform(80.0, 400.0) + glide) / 16_000
    loudness = np.clip(np.sin(2 * np.pi * rng.uniform(0.1, 4.0) * time + rng.uniform(0.0, 6.0)), 0.0, 1.0)
    harmonics = range(1, rng.integers(2, 9))
    voice: NDArray[np.float64] = loudness * sum(rng.uniform() / k * np.sin(k * phase) for k in harmonics)
    return voice


def scale_end_of_text(folder: Path, gain: float) -> None:
    stored = folder / "model.safetensors"
    weights = load_file(stored)
    weights["model.decoder.embed_tokens.weight"][END_OF_TEXT] *= gain
    save_file(weights, stored, metadata={"format": "pt"})


class Reference:
    """transformers with its own encoder's outputs, which it would otherwise compute for each call."""

    def __init__(self, checkpoint: Checkpoint, log_mels: LogMel) -> None:
        self.checkpoint = checkpoint
        self.model = WhisperForConditionalGeneration.from_pretrained(checkpoint.folder, local_files_only=True)
        with torch.inference_mode():
            self.encoded = [self.model.model.encoder(torch.from_numpy(batch)) for batch in in_batches(log_mels)]

    def answers(self) -> Answers:
        said = {timestamps: self._says(timestamps) for timestamps in (False, True)}
        return Answers(said, self._log_probabilities(first_tokens(said[False])))

    def _says(self, timestamps: bool) -> Said:
        prompt = len(prompt_of(self.checkpoint, timestamps=timestamps))
        said: Said = []
        for encoded in self.encoded:
            ids = self.model.generate(
                encoder_outputs=encoded,
                language="fa",
                task="transcribe",
                return_timestamps=timestamps,
                max_new_tokens=CAP,
                num_beams=1,
                do_sample=False,
                suppress_tokens=Rules.of(self.checkpoint, timestamps=timestamps).always.tolist(),
                # One pass, no second one from the last timestamp on.
                force_unique_generate_call=True,
            )
            said += [until_end(row[prompt:]) for row in ids.tolist()]
        return said

    def _log_probabilities(self, first: TokenIds) -> NDArray[np.float64]:
        prompt = torch.tensor([prompt_of(self.checkpoint, timestamps=False)] * BATCH)
        with torch.inference_mode():
            logits = [self.model(encoder_outputs=e, decoder_input_ids=prompt).logits[:, -1] for e in self.encoded]
        shares = torch.log_softmax(torch.cat(logits), dim=-1)
        return np.asarray(shares[torch.arange(len(first)), torch.from_numpy(first)], dtype=np.float64)


def prompt_of(checkpoint: Checkpoint, *, timestamps: bool) -> tuple[int, ...]:
    return checkpoint.vocabulary.prompt("fa", Task.TRANSCRIBE, timestamps=timestamps)


def until_end(tokens: list[int]) -> tuple[int, ...]:
    return tuple(tokens[: tokens.index(END_OF_TEXT)] if END_OF_TEXT in tokens else tokens)


def first_tokens(said: Said) -> TokenIds:
    return np.array([tokens[0] for tokens in said])


def our_answers(case: Case, engine: str, *, timestamps: Sequence[bool] = (False, True)) -> Answers:
    """Encodes each batch once and forgets it after its decodings."""
    loaded = load_engine(case.checkpoint, engine=engine)
    prompt = np.array([prompt_of(case.checkpoint, timestamps=False)] * BATCH)
    said: dict[bool, Said] = {choice: [] for choice in timestamps}
    logits = []
    for batch in in_batches(case.log_mels):
        encoded = loaded.encode(batch)
        logits.append(encoded.start(range(BATCH)).step(prompt))
        for choice in timestamps:
            said[choice] += decoded(case.checkpoint, encoded, timestamps=choice)
    first = first_tokens(case.expected.said[False])
    return Answers(said, log_probabilities(np.concatenate(logits), first))


def decoded(checkpoint: Checkpoint, encoded: Encoded, *, timestamps: bool) -> Said:
    requests = [DecodingRequest("fa", timestamps=timestamps, max_tokens=CAP)] * BATCH
    opening = open_rows(encoded, range(BATCH), checkpoint=checkpoint)
    return [hypothesis.tokens for hypothesis in decode(opening, requests, checkpoint=checkpoint)]


def in_batches(log_mels: LogMel) -> Iterator[LogMel]:
    return (log_mels[start : start + BATCH] for start in range(0, len(log_mels), BATCH))


def make_case(folder: Path, recipe: Recipe) -> Case:
    scale_end_of_text(make_checkpoint(folder, recipe), GAIN[recipe.size])
    checkpoint = load_checkpoint(folder)
    samples = checkpoint.dimensions.window_samples
    log_mels = np.stack([log_mel(varied_sound(seed, samples), mel_bins=80) for seed in range(WINDOWS)])
    return Case(checkpoint, log_mels, Reference(checkpoint, log_mels).answers())


def assert_says_the_same(case: Case, engine: str, *, least: int) -> None:
    answers = our_answers(case, engine)
    for timestamps, expected in case.expected.said.items():
        pairs = zip(answers.said[timestamps], expected, strict=True)
        assert sum(ours == theirs for ours, theirs in pairs) >= least
    assert first_token_error(answers, case) <= 1e-3


def first_token_error(answers: Answers, case: Case) -> float:
    """Mean absolute difference of the first tokens' log-probabilities, in nats."""
    return float(np.abs(answers.first - case.expected.first).mean())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return make_case(tmp_path_factory.mktemp("parity") / "tiny", Recipe("tiny", positions=500))


def test_the_reference_says_many_things_of_the_windows_and_ends_some(tiny: Case) -> None:
    for said in tiny.expected.said.values():
        assert len(set(said)) > 0.9 * WINDOWS
        assert len({token for tokens in said for token in tokens}) > 3 * CAP
        ended = sum(len(tokens) < CAP for tokens in said)
        assert 5 <= ended <= WINDOWS - 5


@pytest.mark.parametrize(("engine", "least"), EXACT)
def test_an_exact_engine_says_what_generate_says(tiny: Case, engine: str, least: int) -> None:
    assert_says_the_same(tiny, engine, least=least)


def test_int8_finds_the_first_tokens_as_likely_as_the_reference(tiny: Case) -> None:
    assert first_token_error(our_answers(tiny, "openvino-int8", timestamps=()), tiny) <= 0.1


@pytest.fixture(params=["tiny", "small"])
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    return make_case(tmp_path / request.param, Recipe(request.param))


@pytest.mark.slow
def test_real_sizes_and_windows_say_what_generate_says(real: Case) -> None:
    for engine, least in EXACT:
        assert_says_the_same(real, engine, least=least)
    assert first_token_error(our_answers(real, "openvino-int8", timestamps=()), real) <= 0.1
