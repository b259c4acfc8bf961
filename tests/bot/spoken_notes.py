"""Spoken notes whose text is known: sentences that the demo checkpoint was not trained on, said by espeak-ng.

The voice is the sample's. Two held-out sentences are left out, which the checkpoint reads wrong (WER above 0.1); all
others it read to the letter when these tests were written. Files are made once and kept in the given folder.
"""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import jiwer
import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.demo.corpus import held_out_sentences
from dabir_training.demo.espeak import Synthesiser, Voice
from dabir_training.demo.opus import write_opus
from dabir_training.demo.run_file import read_run

_RUN: Final = Path(__file__).parents[2] / "training/dabir_training/runs/demo_fa.toml"
_VOICE: Final = Voice("fa+f2", words_per_minute=150, pitch=50)
_READ_WRONG: Final = frozenset({59, 192})
_PAUSE_SECONDS: Final = 0.5
_BIT_RATE: Final = 24_000
_LEFT_OUT: Final = str.maketrans("", "", "،.؟\u200e\u200f\u2066\u2067\u2068\u2069")
_SQUARE: Final = "color=c=teal:s=240x240:r=5"
_WIDE: Final = "color=c=teal:s=640x360:r=5"
_ENCODING: Final = {
    ".mp3": ("-b:a", "48k"),
    ".m4a": ("-c:a", "aac", "-b:a", "48k"),
    ".wav": ("-c:a", "pcm_s16le"),
    ".flac": ("-c:a", "flac"),
    ".webm": ("-c:a", "libopus", "-b:a", "24k"),
}
_VIDEO: Final = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")


@dataclass(frozen=True, slots=True)
class SpokenNote:
    """A file and what is said in it."""

    path: Path
    text: str
    seconds: float

    def error_rate(self, text: str) -> float:
        """Word error rate of that text, without punctuation and direction marks."""
        heard = " ".join(text.translate(_LEFT_OUT).split())
        return float(jiwer.wer(self.text.translate(_LEFT_OUT), heard)) if heard else 1.0


class SpokenNotes:
    """Makes notes by number: the same number is the same note, another number says other sentences."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._synthesiser = Synthesiser()

    def voice(self, number: int = 0, *, sentences: int = 1) -> SpokenNote:
        """A voice note, Ogg Opus; three sentences last some ten seconds."""
        waveform = self._said(self._texts(number, sentences))
        path = self._folder / f"note-{number}-{sentences}.ogg"
        if not path.exists():
            write_opus(waveform, path, bit_rate=_BIT_RATE)
        return SpokenNote(path, self.text(number, sentences=sentences), waveform.size / SAMPLE_RATE_HZ)

    def text(self, number: int = 0, *, sentences: int = 1) -> str:
        """What that note says, without making it."""
        return " ".join(self._texts(number, sentences))

    def audio(self, number: int = 0, *, sentences: int = 1, suffix: str = ".mp3") -> SpokenNote:
        """The same sound in another format: mp3, m4a, wav, flac or webm."""
        return self._converted(self.voice(number, sentences=sentences), suffix, [], _ENCODING[suffix])

    def video(self, number: int = 0, *, sentences: int = 1, is_round: bool = False) -> SpokenNote:
        """The same sound under a picture of one colour, as mp4; round videos are square."""
        picture = ["-f", "lavfi", "-i", _SQUARE if is_round else _WIDE]
        suffix = ".round.mp4" if is_round else ".mp4"
        return self._converted(self.voice(number, sentences=sentences), suffix, picture, _VIDEO)

    def silence(self, seconds: float = 5.0) -> Path:
        """A voice note in which nobody speaks."""
        path = self._folder / f"silence-{seconds:g}.ogg"
        write_opus(np.zeros(round(seconds * SAMPLE_RATE_HZ), np.float32), path, bit_rate=_BIT_RATE)
        return path

    @cached_property
    def _sentences(self) -> Sequence[str]:
        held_out = held_out_sentences(read_run(_RUN))
        return [sentence for number, sentence in enumerate(held_out) if number not in _READ_WRONG]

    def _texts(self, number: int, sentences: int) -> list[str]:
        first = number * sentences
        return [self._sentences[(first + more) % len(self._sentences)] for more in range(sentences)]

    def _said(self, texts: Sequence[str]) -> Waveform:
        pause = np.zeros(round(_PAUSE_SECONDS * SAMPLE_RATE_HZ), np.float32)
        parts = [part for text in texts for part in (pause, self._synthesiser.say(text, _VOICE).waveform)]
        return np.concatenate([*parts, pause])

    @staticmethod
    def _converted(note: SpokenNote, suffix: str, picture: Sequence[str], encoding: Sequence[str]) -> SpokenNote:
        path = note.path.with_suffix(suffix)
        if not path.exists():
            command = [
                "ffmpeg",
                "-v",
                "error",
                "-y",
                *picture,
                "-i",
                str(note.path),
                *encoding,
                "-t",
                f"{note.seconds:.3f}",
                str(path),
            ]
            subprocess.run(command, check=True, timeout=60)
        return SpokenNote(path, note.text, note.seconds)
