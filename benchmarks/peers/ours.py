"""Dabir itself, as a process like the peers': the same calls, the same forced counts, the same files.

It drives what the public `Transcriber` is made of, since that has no way, and should have none, to script the guards'
verdicts or to decode with beams at once.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path

from benchmarks.forced_engine import ForcedEngine, Work
from benchmarks.peers.lines import serve
from benchmarks.scripted_judge import ScriptedJudge
from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.cost_table import CostTable
from dabir_core.asr.engines import Engine, load_engine
from dabir_core.asr.guards import Guards
from dabir_core.asr.input_lengths import InputLengths
from dabir_core.asr.ladder import Manner
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.search import BeamRule, DecodingRequest
from dabir_core.asr.window_reading import WindowReader
from dabir_core.options import TranscribeOptions
from dabir_core.paths import cache_folder
from dabir_core.progress import CancelToken
from dabir_core.speech import SileroRunner, load_silero
from dabir_core.transcriber import TranscriptStream, _Job
from dabir_core.transcript import Transcript
from dabir_core.units import Seconds

BATCH = 8
ARRIVAL_SECONDS = 0.01
"""Between the jobs of a mixed load."""
OPTIONS = TranscribeOptions(language="fa", words=False)


@dataclass(frozen=True, slots=True)
class BeamReader(WindowReader):
    """Follows several beams from the first attempt on, as the peer does when it is told so."""

    beams: int = 1

    def _request(self, language: str, manner: Manner) -> DecodingRequest:
        request = WindowReader._request(self, language, manner)
        return replace(request, beams=BeamRule(self.beams, patience=1.0)) if self.beams > 1 else request


class Ours:
    """The loaded checkpoint and what it can be asked."""

    _checkpoint: Checkpoint
    _engine: Engine
    _silero: SileroRunner
    _work: Work
    _lengths: InputLengths
    _schedulers: dict[int, Scheduler]

    def load(
        self, folder: str, tokens_per_second: float | None, engine: str = "openvino-int8", shortened: bool = False
    ) -> dict[str, object]:
        """Loads a checkpoint; counts of tokens are forced if they are given, and short inputs if they are asked for."""
        self._checkpoint = load_checkpoint(Path(folder))
        self._engine, self._work = load_engine(self._checkpoint, engine=engine), Work()
        self._silero = load_silero()
        if tokens_per_second is not None:
            end = self._checkpoint.vocabulary.end_of_text
            forced = ForcedEngine(self._engine, tokens_per_second=tokens_per_second, end_of_text=end)
            self._engine, self._work = forced, forced.work
        sizes = self._checkpoint.dimensions
        self._lengths = InputLengths.short(sizes) if shortened else InputLengths.full(sizes)
        self._schedulers = {}
        return {"engine": self._engine.name}

    def transcribe(self, sound: str, batch: int = 1, beams: int = 1, retried: str = "0") -> dict[str, object]:
        """Reads one file; the share `retried` of its windows is doubted once.

        Args: batch: the most rows that are decoded together; the scheduler may find fewer worth having.
        """
        before, judge = asdict(self._work), self._judge(Fraction(retried))
        transcript = self._read(sound, self._reader(judge, batch=batch, beams=beams))
        after = asdict(self._work)
        return {name: after[name] - before[name] for name in after} | {
            "text": " ".join(segment.text for segment in transcript.segments),
            "tokens": judge.tokens,
            "judged": judge.windows,
            "retried": judge.doubted,
        }

    def mixed(self, sound: str, notes: Sequence[str], batch: int) -> dict[str, object]:
        """A long file and notes that come with it, each from a thread of its own; seconds until each was ready."""
        took: dict[str, Seconds] = {}
        reader = self._reader(self._judge(Fraction(0)), batch=batch)
        began = time.perf_counter()

        def read(path: str) -> None:
            self._read(path, reader)
            took[path] = time.perf_counter() - began

        threads = [threading.Thread(target=read, args=[path]) for path in (sound, *notes)]
        for thread in threads:
            thread.start()
            time.sleep(ARRIVAL_SECONDS)
        for thread in threads:
            thread.join()
        return {"file_s": took[sound], "notes_s": [took[note] for note in notes], "makespan_s": max(took.values())}

    def cancelled(self, sound: str, after_s: Seconds) -> dict[str, object]:
        """How long a job goes on after it was asked to stop."""
        cancel, asked = CancelToken(), list[float]()

        def ask() -> None:
            asked.append(time.perf_counter())
            cancel.cancel()

        threading.Timer(after_s, ask).start()
        reader = self._reader(self._judge(Fraction(0)), batch=BATCH)
        for _ in TranscriptStream(_Job(Path(sound), reader, reader.read, self._silero), cancel=cancel):
            pass
        return {"latency_ms": 1e3 * (time.perf_counter() - asked[0])}

    def _reader(self, judge: ScriptedJudge, *, batch: int, beams: int = 1) -> WindowReader:
        return BeamReader(
            self._scheduler(batch), self._checkpoint, OPTIONS, judge=judge, lengths=self._lengths, beams=beams
        )

    def _scheduler(self, most_rows: int) -> Scheduler:
        if most_rows not in self._schedulers:
            costs = CostTable.of(cache_folder(), self._checkpoint.dimensions, engine=self._engine.name)
            self._schedulers[most_rows] = Scheduler(self._engine, self._checkpoint, costs=costs, most_rows=most_rows)
        return self._schedulers[most_rows]

    def _judge(self, share: Fraction) -> ScriptedJudge:
        return ScriptedJudge(Guards(self._checkpoint.vocabulary.first_timestamp), share=share)

    def _read(self, sound: str, reader: WindowReader) -> Transcript:
        stream = TranscriptStream(_Job(Path(sound), reader, reader.read, self._silero))
        for _ in stream:
            pass
        outcome = stream.outcome()
        assert isinstance(outcome, Transcript), "nobody cancels"
        return outcome


if __name__ == "__main__":
    ours = Ours()
    serve({"load": ours.load, "transcribe": ours.transcribe, "mixed": ours.mixed, "cancelled": ours.cancelled})
