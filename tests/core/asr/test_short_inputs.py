"""Short inputs on the real engine: the demo's notes, short and whole, say the same words at the same times."""

import json
from itertools import pairwise
from statistics import median

import numpy as np
import pytest

from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.engines import load_engine
from dabir_core.asr.input_lengths import InputLengths
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.audio import open_audio
from dabir_core.models import locate
from dabir_core.options import TranscribeOptions
from dabir_core.paths import samples_folder
from dabir_core.progress import CancelToken
from dabir_core.speech import SpeechSpan, Window
from dabir_core.transcript import Word

SPOKEN = json.loads((samples_folder() / "demo.words.json").read_text(encoding="utf-8"))
PERSIAN = TranscribeOptions(language="fa")


@pytest.fixture(scope="module")
def notes() -> list[Window]:
    """The sample's sentences, cut in the pauses that espeak-ng's own times tell."""
    with open_audio(samples_folder() / "demo.ogg") as decoding:
        sound = np.concatenate(list(decoding))
    said = [(round(16_000 * word["start"]), round(16_000 * word["end"])) for word in SPOKEN]
    firsts = [0, *(number for number in range(1, len(SPOKEN)) if SPOKEN[number - 1]["word"][-1] in ".؟"), len(SPOKEN)]
    sentences = [SpeechSpan(said[first][0], said[after - 1][1]) for first, after in pairwise(firsts)]
    cuts = [0, *(sentence.start_samples - 4_800 for sentence in sentences[1:]), sound.size]
    places = zip(pairwise(cuts), sentences, strict=True)
    return [Window(sound[start:end], start, (sentence,)) for (start, end), sentence in places]


def read(notes: list[Window], lengths: InputLengths | None) -> list[WindowResult]:
    known = load_checkpoint(locate("demo"))
    reader = WindowReader(Scheduler(load_engine(known), known), known, PERSIAN, lengths=lengths)
    results = [reader.read(note, CancelToken()) for note in notes]
    return [result for result in results if result is not None]


def words_of(results: list[WindowResult]) -> list[Word]:
    return [word for result in results for word in result.words or ()]


def test_words_of_short_inputs_stand_where_they_were_spoken(notes: list[Window]) -> None:
    dimensions = load_checkpoint(locate("demo")).dimensions
    short, whole = read(notes, InputLengths.short(dimensions)), read(notes, None)
    assert [result.text for result in short] == [result.text for result in whole]
    found = words_of(short)
    assert [word.text for word in found] == [word["word"] for word in SPOKEN]
    starts = [abs(word.start - spoken["start"]) for word, spoken in zip(found, SPOKEN, strict=True)]
    assert median(starts) <= 0.080
    moved = [abs(word.start - other.start) for word, other in zip(found, words_of(whole), strict=True)]
    assert median(moved) <= 0.020
