"""Word boundaries against known times: ours and faster-whisper's. `python -m benchmarks.boundaries [PYTHON CONVERTED]`.

espeak-ng says sentences that the demo checkpoint has not seen, in seven voices and at many paces, and tells when each
word begins and ends; the recordings are one sentence (a short note) or as many as fill a window. Both sides read the
same files with the same weights and alignment heads. A boundary that was found counts once, for the nearest free one of
the reference within the tolerance, starts and ends apart; F1 is over all boundaries of the recordings that every side
read to the letter, so that nobody is charged for what another misheard.

The peer needs a Python that has faster-whisper and the checkpoint as ct2-transformers-converter writes it, with
tokenizer.json and preprocessor_config.json copied. It is run with and without its VAD.
"""

import json
import random
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Transcript
from dabir_core.units import SAMPLE_RATE_HZ, Seconds
from dabir_training.demo.corpus import draw_voice, held_out_sentences, training_sentences
from dabir_training.demo.espeak import SpokenWord, Synthesiser, SynthesisError
from dabir_training.demo.run_file import CorpusSettings, read_run
from dabir_training.demo.sentences import distinct

ROOT = Path(__file__).parents[1]
RUN = ROOT / "training/dabir_training/runs/demo_fa.toml"
PEER = Path(__file__).parent / "peers/faster_whisper_words_side.py"
PEER_MODES = ("plain", "vad")
SEED = 20_261
"""Of the sentences, voices and pauses that are measured; the aligner was tuned on those of other seeds."""
NOTES, FULL_WINDOWS = 140, 60
LONGEST_EDGE: Seconds = 0.5
SHORTEST_PAUSE: Seconds = 0.2
LONGEST_PAUSE: Seconds = 1.2
TOLERANCES_MS = (50, 100, 200)

Words = tuple[SpokenWord, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """What is heard, and its words' true times."""

    waveform: Waveform
    words: Words


class Speaker:
    """Says unseen sentences, a new voice for each."""

    def __init__(self, seed: int) -> None:
        run = read_run(RUN)
        seen = frozenset(training_sentences(run)) | frozenset(held_out_sentences(run))
        self._voices: CorpusSettings = run.corpus
        self._draw = random.Random(seed)
        self._sentences = iter(distinct(seed, 4 * (NOTES + 4 * FULL_WINDOWS), without=seen))
        self._synthesiser = Synthesiser()

    def note(self) -> Recording:
        """One sentence with a little silence at both ends."""
        return self._with_edges([self._say()])

    def full_window(self, longest: Seconds) -> Recording:
        """As many sentences, with pauses between, as fit."""
        said, filled = [self._say()], self._with_edges([])
        while (grown := self._with_edges(said)).waveform.size <= longest * SAMPLE_RATE_HZ:
            filled, said = grown, [*said, self._say()]
        return filled

    def _say(self) -> Recording:
        for sentence in self._sentences:
            try:
                speech = self._synthesiser.say(sentence, draw_voice(self._voices, self._draw))
            except SynthesisError:  # espeak-ng reads some neighbours as one word and tells no time between them
                continue
            return Recording(speech.waveform, speech.words)
        raise AssertionError("the sentences do not run out")

    def _with_edges(self, said: Sequence[Recording]) -> Recording:
        pauses = [self._draw.uniform(SHORTEST_PAUSE, LONGEST_PAUSE) for _ in said]
        lengths = [self._draw.uniform(0.05, LONGEST_EDGE), *pauses]
        silences = [np.zeros(round(length * SAMPLE_RATE_HZ), np.float32) for length in lengths]
        pieces, words = [silences[0]], list[SpokenWord]()
        for each, silence in zip(said, silences[1:], strict=True):
            offset = sum(piece.size for piece in pieces) / SAMPLE_RATE_HZ
            words += [SpokenWord(word.text, word.start + offset, word.end + offset) for word in each.words]
            pieces += [each.waveform, silence]
        return Recording(np.concatenate(pieces), tuple(words))


def recordings(seed: int = SEED, *, notes: int = NOTES, full_windows: int = FULL_WINDOWS) -> list[Recording]:
    """Short notes, then full windows of the demo checkpoint (15 s)."""
    speaker, longest = Speaker(seed), read_run(RUN).model.window_seconds
    return [speaker.note() for _ in range(notes)] + [speaker.full_window(longest) for _ in range(full_windows)]


def read_by_us(files: Sequence[Path]) -> list[Words]:
    """The words of each file as the product gives them."""
    transcriber = Transcriber.load("demo")
    return [tuple(_our_words(transcriber, file)) for file in files]


def _our_words(transcriber: Transcriber, file: Path) -> Iterator[SpokenWord]:
    transcript = transcriber.transcribe(file)
    assert isinstance(transcript, Transcript), "nobody cancels"
    for segment in transcript.segments:
        yield from (SpokenWord(word.text, word.start, word.end) for word in segment.words)


def read_by_peer(files: Sequence[Path], mode: str, *, python: Path, converted: Path) -> list[Words]:
    """The words of each file as faster-whisper gives them, in a process of that Python."""
    command = [str(python), str(PEER), str(converted), mode, *map(str, files)]
    printed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return [tuple(SpokenWord(*word) for word in words) for words in json.loads(printed)]


def hits(reference: Sequence[Seconds], found: Sequence[Seconds], tolerance: Seconds) -> int:
    """How many pairs, each time in one pair at most, lie within the tolerance; both are in order."""
    count = place = 0
    for time in found:
        while place < len(reference) and reference[place] < time - tolerance:
            place += 1
        if place < len(reference) and reference[place] <= time + tolerance:
            count, place = count + 1, place + 1
    return count


def boundary_f1(references: Sequence[Words], found: Sequence[Words], tolerance: Seconds) -> float:
    """2 · hits / (boundaries of both), over the starts and the ends of all recordings."""
    paired = total = 0
    for words, heard in zip(references, found, strict=True):
        for edge in ("start", "end"):
            times, ours = ([getattr(word, edge) for word in each] for each in (words, heard))
            paired += hits(times, ours, tolerance)
            total += len(times) + len(ours)
    return 2 * paired / total if total else 0.0


def measured(
    python: Path | None = None,
    converted: Path | None = None,
    *,
    notes: int = NOTES,
    full_windows: int = FULL_WINDOWS,
) -> dict[str, float]:
    """Figures by name, such as `dabir_f1_100ms` and, where the peer is given, `faster_whisper_plain_f1_100ms`.

    Raises: CalledProcessError if the peer's process fails.
    """
    spoken = recordings(notes=notes, full_windows=full_windows)
    with tempfile.TemporaryDirectory() as made:
        files = [write_wave(Path(made) / f"{place:03}.wav", each.waveform) for place, each in enumerate(spoken)]
        sides = {"dabir": read_by_us(files)}
        if python and converted:
            for mode in PEER_MODES:
                sides[f"faster_whisper_{mode}"] = read_by_peer(files, mode, python=python, converted=converted)
    return figures(spoken, sides, notes=notes)


def write_wave(path: Path, waveform: Waveform) -> Path:
    """A 16 kHz mono file of 16-bit samples."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((np.clip(waveform, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def figures(spoken: Sequence[Recording], sides: Mapping[str, Sequence[Words]], *, notes: int) -> dict[str, float]:
    """How many recordings each side read to the letter, and F1 over those that all of them did; `notes` come first."""
    right = {name: right_places(spoken, read) for name, read in sides.items()}
    common = sorted(set.intersection(*right.values()))
    parts = {"": common, "_notes": [p for p in common if p < notes], "_full": [p for p in common if p >= notes]}
    found = {"recordings": float(len(spoken)), "compared": float(len(common))}
    found["compared_words"] = float(sum(len(spoken[place].words) for place in common))
    for name, read in sides.items():
        found[f"{name}_read_right"] = float(len(right[name]))
        for part, places in parts.items():
            for tolerance_ms in TOLERANCES_MS:
                references, heard = [spoken[place].words for place in places], [read[place] for place in places]
                found[f"{name}_f1_{tolerance_ms}ms{part}"] = boundary_f1(references, heard, tolerance_ms / 1000)
    return found


def right_places(spoken: Sequence[Recording], read: Sequence[Words]) -> set[int]:
    """Which recordings were read to the letter."""
    return {
        place
        for place, (one, words) in enumerate(zip(spoken, read, strict=True))
        if [word.text.strip() for word in words] == [word.text for word in one.words]
    }


def main() -> None:
    """Prints one line for each figure."""
    paths = [Path(argument) for argument in sys.argv[1:3]]
    for name, figure in measured(*paths).items():
        print(f"{name:36} {figure:8.3f}")


if __name__ == "__main__":
    main()
