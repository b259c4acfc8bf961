"""The checkpoint that ships, and the voice note that ships with it."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from safetensors import safe_open

from dabir_training.demo.corpus import HELD_OUT, Corpus, held_out_sentences, speak
from dabir_training.demo.evaluate import Reader, joined_windows, score, single_windows
from dabir_training.demo.heads import align_windows, median_error, read_heads
from dabir_training.demo.opus import read_opus
from dabir_training.demo.run_file import Run
from dabir_training.demo.sample import check_sample
from dabir_training.demo.sample_text import SAMPLE_SENTENCES

_ROOT = Path(__file__).parents[3]
_CHECKPOINT = _ROOT / "core/dabir_core/models/demo"
_SAMPLES = _ROOT / "samples"
_SENTENCES = 30
_HIGHEST_WER = 0.15


@pytest.fixture(scope="module")
def held_out(shipped_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    run = replace(shipped_run, corpus=replace(shipped_run.corpus, held_out_sentences=_SENTENCES, processes=1))
    folder = tmp_path_factory.mktemp("held-out")
    speak(run, held_out_sentences(run), folder, part=HELD_OUT)
    return Corpus(folder, HELD_OUT)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """The checkpoint; transformers' generate warns of its own deprecated arguments, which is not ours to mend."""
    logger = logging.getLogger("transformers")
    before = logger.level
    logger.setLevel(logging.ERROR)
    yield Reader(_CHECKPOINT)
    logger.setLevel(before)


@pytest.mark.long
def test_unseen_sentences_are_read(reader: Reader, held_out: Corpus) -> None:
    measured = score(reader, single_windows(held_out))

    assert measured.windows == _SENTENCES
    assert measured.wer <= _HIGHEST_WER


@pytest.mark.long
def test_unseen_sentences_are_read_several_in_a_window(reader: Reader, held_out: Corpus) -> None:
    measured = score(reader, joined_windows(held_out, count=10, seconds=15.0, seed=1))

    assert measured.wer <= _HIGHEST_WER


@pytest.mark.long
def test_alignment_heads_find_the_words_of_unseen_sentences(held_out: Corpus) -> None:
    assert median_error(align_windows(_CHECKPOINT, held_out, seed=2), read_heads(_CHECKPOINT)) <= 0.080


@pytest.mark.long
def test_the_voice_note_is_read_to_the_last_mark(reader: Reader) -> None:
    assert check_sample(reader, _SAMPLES).split() == (_SAMPLES / "demo.txt").read_text(encoding="utf-8").split()


def test_checkpoint_is_small_and_half_precision() -> None:
    assert sum(path.stat().st_size for path in _CHECKPOINT.iterdir()) <= 6 * 2**20
    with safe_open(_CHECKPOINT / "model.safetensors", framework="pt") as weights:
        assert {weights.get_slice(name).get_dtype() for name in weights.keys()} == {"F16"}  # noqa: SIM118


def test_voice_note_holds_its_text_and_times() -> None:
    seconds = read_opus(_SAMPLES / "demo.ogg").size / 16_000
    words = json.loads((_SAMPLES / "demo.words.json").read_text(encoding="utf-8"))

    assert 20 <= seconds <= 40
    assert (_SAMPLES / "demo.txt").read_text(encoding="utf-8").splitlines() == list(SAMPLE_SENTENCES)
    assert [word["word"] for word in words] == " ".join(SAMPLE_SENTENCES).split()
    assert all(first["end"] <= second["start"] for first, second in pairwise(words))
    assert words[-1]["end"] < seconds


def test_card_says_what_it_is_not() -> None:
    card = (_CHECKPOINT / "README.md").read_text(encoding="utf-8")

    assert "For the demo and for tests only" in card
    assert "license: apache-2.0" in card
