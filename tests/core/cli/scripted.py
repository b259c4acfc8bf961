"""A transcriber that plays a script instead of running a checkpoint."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dabir_core.asr.journal import Journal
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken, Progress, ProgressCallback
from dabir_core.transcript import Cancelled, Segment, Transcript, TranscriptWarning

Step = Segment | Exception | Callable[[CancelToken], None]


def segment(start: float, text: str) -> Segment:
    return Segment(start=start, end=start + 1, text=text, language="fa")


def wait_for_cancel(cancel: CancelToken) -> None:
    while not cancel.is_cancelled:
        threading.Event().wait(0.01)


@dataclass
class ScriptedStream:
    steps: list[Step]
    progress: ProgressCallback | None
    cancel: CancelToken
    warnings: tuple[TranscriptWarning, ...] = ()

    def __iter__(self) -> Iterator[Segment]:
        self.finished: list[Segment] = []
        for done, step in enumerate(self.steps, start=1):
            if self.cancel.is_cancelled:
                return
            if isinstance(step, Exception):
                raise step
            if isinstance(step, Segment):
                self.finished.append(step)
                yield step
            else:
                step(self.cancel)
            if self.progress:
                self.progress(Progress(done, len(self.steps)))

    def outcome(self) -> Transcript | Cancelled:
        transcript = Transcript(tuple(self.finished), len(self.steps), "fa", 1.0, "scripted", self.warnings)
        return Cancelled(transcript) if self.cancel.is_cancelled else transcript


@dataclass
class ScriptedTranscriber:
    """Plays `scripts[name of the file]`."""

    scripts: dict[str, list[Step]]
    model: str = "scripted"
    warnings: tuple[TranscriptWarning, ...] = ()

    def stream(
        self,
        source: Path,
        options: TranscribeOptions,
        *,
        progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        journal: Journal | None = None,
    ) -> ScriptedStream:
        return ScriptedStream(self.scripts[source.name], progress, cancel or CancelToken(), self.warnings)
