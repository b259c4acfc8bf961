"""The bundled voice note: `demo.ogg`, its text `demo.txt` and espeak-ng's own word times `demo.words.json`.

demo.txt holds one sentence a line, in display form, with the marks that the model prints.
"""

import json
import random
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.demo.espeak import Synthesiser, Voice
from dabir_training.demo.evaluate import Reader
from dabir_training.demo.opus import read_opus, write_opus
from dabir_training.demo.run_file import Run
from dabir_training.demo.sample_text import SAMPLE_SENTENCES

_VOICE: Final = Voice("fa+f2", words_per_minute=150, pitch=50)
_LEAD_SECONDS: Final = 0.4
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.4, 1.2
_WINDOW_SENTENCES: Final = 3  # a check here, not the product's cutting: so many sentences always fit one window


def make_sample(run: Run, folder: Path) -> None:
    """Writes the three files into `folder`, which is created."""
    folder.mkdir(parents=True, exist_ok=True)
    draw, synthesiser = random.Random(run.seed), Synthesiser()
    pieces = [np.zeros(round(_LEAD_SECONDS * SAMPLE_RATE_HZ), np.float32)]
    words: list[dict[str, str | float]] = []
    at = pieces[0].size
    for sentence in SAMPLE_SENTENCES:
        speech = synthesiser.say(sentence, _VOICE)
        offset = at / SAMPLE_RATE_HZ
        words += [
            {"word": word.text, "start": round(word.start + offset, 3), "end": round(word.end + offset, 3)}
            for word in speech.words
        ]
        pause = np.zeros(round(draw.uniform(_SHORTEST_PAUSE, _LONGEST_PAUSE) * SAMPLE_RATE_HZ), np.float32)
        pieces += [speech.waveform, pause]
        at += speech.waveform.size + pause.size
    write_opus(np.concatenate(pieces), folder / "demo.ogg", bit_rate=run.corpus.opus_bit_rate)
    (folder / "demo.txt").write_text("\n".join(SAMPLE_SENTENCES) + "\n", encoding="utf-8")
    lines = ",\n  ".join(json.dumps(word, ensure_ascii=False) for word in words)
    (folder / "demo.words.json").write_text(f"[\n  {lines}\n]\n", encoding="utf-8")


def check_sample(reader: Reader, folder: Path) -> str:
    """Returns what the checkpoint reads in the voice note, cut between sentences by the known word times."""
    sound = read_opus(folder / "demo.ogg")
    words = json.loads((folder / "demo.words.json").read_text(encoding="utf-8"))
    cuts, at = [0], 0
    for sentence in SAMPLE_SENTENCES[:-1]:
        at += len(sentence.split())
        cuts.append(round((words[at - 1]["end"] + words[at]["start"]) / 2 * SAMPLE_RATE_HZ))
    cuts = [*cuts[::_WINDOW_SENTENCES], sound.size]
    return "\n".join(reader.read([sound[first:last] for first, last in pairwise(cuts)]))
