"""How soon a spoken word stands in live text: `python -m benchmarks.live_delay`, in real time.

The demo note is written into a growing recording as a microphone's blocks come, and its live text followed with the
demo checkpoint. A word's delay is from its end in the sound, as espeak-ng told it, to the moment at which the same word
at the same place is first among the committed words or in an ended utterance; `shown` counts tentative words too.
"""

import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dabir_core.audio import open_audio
from dabir_core.options import TranscribeOptions
from dabir_core.paths import samples_folder
from dabir_core.progress import CancelToken
from dabir_core.record import FinalUtterance, LiveSound, LiveText
from dabir_core.record.growth import Growth
from dabir_core.record.live_text import ReadsUtterances
from dabir_core.record.wave_file import WaveFile, WaveFormat
from dabir_core.speech import SpeechProbabilities, Window
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Segment, Word
from dabir_core.units import SAMPLE_RATE_HZ, Seconds

BLOCK: Seconds = 0.05
"""About what a microphone gives at once."""
SAME_PLACE: Seconds = 0.5
"""How far two ends of a word may lie apart; the note says no word twice so soon."""

MARKS = ".،؟!؛:"


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of the note, and where its sound ends."""

    text: str
    end: Seconds


@dataclass
class Played:
    """A recording that grows while the note is played; what live text needs of a session."""

    growth: Growth
    began: Seconds = 0.0

    def live(self) -> LiveSound:
        """The sound as it comes."""
        return LiveSound(self.growth)

    @property
    def now(self) -> Seconds:
        """How much was said by now."""
        return time.monotonic() - self.began


@dataclass
class TimedReader:
    """Obeys `ReadsUtterances`; adds up what readings take."""

    reader: ReadsUtterances
    took: Seconds = 0.0
    readings: int = 0

    @property
    def limit_samples(self) -> int:
        """See ReadsUtterances."""
        return self.reader.limit_samples

    def vad(self) -> SpeechProbabilities:
        """See ReadsUtterances."""
        return self.reader.vad()

    def draft(self, window: Window, cancel: CancelToken) -> tuple[Segment, ...] | None:
        """See ReadsUtterances."""
        with self._timed():
            return self.reader.draft(window, cancel)

    def read(self, window: Window, cancel: CancelToken) -> tuple[Segment, ...] | None:
        """See ReadsUtterances."""
        with self._timed():
            return self.reader.read(window, cancel)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.took += time.perf_counter() - began
        self.readings += 1


@dataclass
class TimedReaders:
    """Gives one timed reader, which can be asked afterwards."""

    transcriber: Transcriber
    given: list[TimedReader] = field(default_factory=list)

    def live(self, options: TranscribeOptions | None = None) -> TimedReader:
        """A reader for one recording."""
        self.given.append(TimedReader(self.transcriber.live(options)))
        return self.given[-1]


class Delays:
    """When each spoken word was first seen."""

    def __init__(self, spoken: Sequence[SpokenWord]) -> None:
        self._spoken = spoken
        self._seen: dict[int, Seconds] = {}

    def see(self, words: Sequence[Word], now: Seconds) -> None:
        """These words are there now."""
        for place, spoken in enumerate(self._spoken):
            if place not in self._seen and any(is_same(spoken, word) for word in words):
                self._seen[place] = now - spoken.end

    @property
    def seconds(self) -> list[Seconds]:
        """Of the words that were seen."""
        return list(self._seen.values())


def is_same(spoken: SpokenWord, word: Word) -> bool:
    """Whether the word stands for what was spoken; marks are not spoken."""
    return spoken.text.rstrip(MARKS) == word.text.rstrip(MARKS) and abs(spoken.end - word.end) <= SAME_PLACE


def spoken_words() -> list[SpokenWord]:
    """Those of the demo note."""
    told = json.loads((samples_folder() / "demo.words.json").read_text(encoding="utf-8"))
    return [SpokenWord(word["word"], word["end"]) for word in told]


@contextmanager
def playing(note: Path) -> Iterator[Played]:
    """The note, said from now on into a recording in a folder that does not stay."""
    with open_audio(note) as decoding:
        pcm = np.round(np.concatenate(list(decoding)) * 32767).astype("<i2")
    with tempfile.TemporaryDirectory() as folder:
        form, path = WaveFormat(SAMPLE_RATE_HZ, 1), Path(folder) / "note.wav"
        file, played = WaveFile(path, form), Played(Growth())
        played.growth.begin(path, form)
        played.began = time.monotonic()
        speaker = threading.Thread(target=_say, args=[pcm.tobytes(), file, played], daemon=True)
        speaker.start()
        yield played
        speaker.join()


def _say(pcm: bytes, file: WaveFile, played: Played) -> None:
    size = round(BLOCK * SAMPLE_RATE_HZ) * 2
    for number, start in enumerate(range(0, len(pcm), size), start=1):
        time.sleep(max(0.0, number * BLOCK - played.now))
        file.append(pcm[start : start + size])
        played.growth.grow(len(pcm[start : start + size]) // 2)
    file.close()
    played.growth.finish()


def measured(model: str = "demo") -> dict[str, float]:
    """Figures by name; delays in seconds."""
    committed, shown, ended = Delays(spoken_words()), Delays(spoken_words()), list[FinalUtterance]()
    factor = 0.0
    with Transcriber.load(model) as transcriber:
        readers = TimedReaders(transcriber)
        with playing(samples_folder() / "demo.ogg") as played:
            for update in LiveText(played, readers, TranscribeOptions(language="fa")).updates():
                ended += update.ended
                final = [word for each in update.ended for segment in each.segments for word in segment.words]
                committed.see([*final, *update.committed], played.now)
                shown.see([*final, *update.committed, *update.tentative], played.now)
                factor = update.real_time_factor
            seconds = played.now
    return figures(committed, shown, ended) | {
        "factor_of_drafts": factor,
        "reading_share": readers.given[0].took / seconds,
        "readings": float(readers.given[0].readings),
    }


def figures(committed: Delays, shown: Delays, ended: Sequence[FinalUtterance]) -> dict[str, float]:
    """What was seen of the text."""
    standing = sum(each.committed for each in ended)
    return {
        "words": float(len(spoken_words())),
        "words_found": float(len(committed.seconds)),
        "median_delay_s": statistics.median(committed.seconds),
        "longest_delay_s": max(committed.seconds),
        "median_shown_s": statistics.median(shown.seconds),
        "committed_before_end": float(standing),
        "changed_share": sum(each.changed * each.committed for each in ended) / max(1, standing),
    }


def main() -> None:
    """Prints one line for each figure."""
    for name, figure in measured().items():
        print(f"{name:24} {figure:8.3f}")


if __name__ == "__main__":
    main()
