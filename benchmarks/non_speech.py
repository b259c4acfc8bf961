"""Words put out where nobody speaks: silence, noise and music, with voice activity detection and without it.

`python -m benchmarks.non_speech [HOURS]` prints what the demo checkpoint writes in so many hours. Without detection
each window is given to it as speech from end to end. That is no option of Dabir's; it shows what the checkpoint would
invent and what the guards hold back of it by themselves, as they must where the detector is taken in.
"""

import sys
import tempfile
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.voiceless_sounds import MUSIC, NOISE, SILENCE, Maker, recording
from dabir_core.arrays import Waveform
from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.engines import load_engine
from dabir_core.models import DEMO, locate
from dabir_core.options import TranscribeOptions
from dabir_core.speech import SileroRunner, load_silero
from dabir_core.speech.vad_runners import SileroOutput
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Transcript, WarningKind
from dabir_core.units import SAMPLE_RATE_HZ

SOUNDS: Mapping[str, Mapping[str, Maker]] = {"silence": SILENCE, "noise": NOISE, "music": MUSIC}
"""By sort, each with a third of the time."""


class EverythingIsSpeech:
    """Obeys `SileroRunner`; hears somebody speak in each frame, as if nothing detected speech."""

    def run(self, frames: NDArray[np.float32], hidden: NDArray[np.float32], cell: NDArray[np.float32]) -> SileroOutput:
        """See SileroRunner."""
        return SileroOutput(np.ones(len(frames), np.float32), hidden, cell)


@dataclass(frozen=True, slots=True)
class PutOut:
    """What was written of a sound: all words, those of them that no warning marks, and seconds of withheld text."""

    words: int
    unmarked: int
    withheld_seconds: float


def measured(*, hours: float = 1.0) -> dict[str, float]:
    """Words of so many hours, a third each of silence, noise and music, with detection («vad») and without («all»).

    Keys are «vad silence words», «all music unmarked» and so on, with the sums as «vad words», «all withheld seconds».
    """
    figures: dict[str, float] = {"hours": hours}
    for way, silero in (("vad", load_silero()), ("all", EverythingIsSpeech())):
        transcriber = demo_transcriber(silero)
        sums = PutOut(0, 0, 0.0)
        for sort, makers in SOUNDS.items():
            seconds = hours * 3600 / len(SOUNDS) / len(makers)
            found = [put_out(transcriber, maker, seconds) for maker in makers.values()]
            figures |= _named(f"{way} {sort}", total := _sum(found))
            sums = _sum([sums, total])
        figures |= _named(way, sums)
    return figures


def demo_transcriber(silero: SileroRunner) -> Transcriber:
    """The demo checkpoint with this ear for speech."""
    checkpoint = load_checkpoint(locate(DEMO))
    return Transcriber(load_engine(checkpoint), checkpoint, silero=silero)


def put_out(transcriber: Transcriber, maker: Maker, seconds: float) -> PutOut:
    """Transcribes so many seconds of a sound."""
    with tempfile.TemporaryDirectory() as made:
        path = _written(recording(maker, round(seconds * SAMPLE_RATE_HZ), seed=1), Path(made) / "sound.wav")
        transcript = transcriber.transcribe(path, TranscribeOptions(language="fa", words=False))
    assert isinstance(transcript, Transcript)
    withheld = sum(each.seconds for each in transcript.warnings if each.kind is WarningKind.NO_SPEECH)
    counts = [(len(segment.text.split()), _is_marked(segment.start, transcript)) for segment in transcript.segments]
    unmarked = sum(count for count, is_marked in counts if not is_marked)
    return PutOut(sum(count for count, _ in counts), unmarked, withheld)


def _is_marked(start: float, transcript: Transcript) -> bool:
    return any(warning.start <= start < warning.end for warning in transcript.warnings)


def _sum(parts: list[PutOut]) -> PutOut:
    return PutOut(
        sum(part.words for part in parts),
        sum(part.unmarked for part in parts),
        sum(part.withheld_seconds for part in parts),
    )


def _named(name: str, found: PutOut) -> dict[str, float]:
    return {
        f"{name} words": found.words,
        f"{name} unmarked": found.unmarked,
        f"{name} withheld seconds": found.withheld_seconds,
    }


def _written(waveform: Waveform, path: Path) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((waveform * 32767).astype("<i2").tobytes())
    return path


def main() -> None:
    """Prints what was measured."""
    figures = measured(hours=float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
    for name, value in figures.items():
        print(f"{name:32}{value:10.1f}")


if __name__ == "__main__":
    main()
