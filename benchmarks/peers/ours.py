"""Dabir itself, as a process like the peers': the same calls, the same forced counts, the same files."""

from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from benchmarks.forced_engine import ForcedEngine, Work
from benchmarks.peers.lines import serve
from benchmarks.scripted_judge import ScriptedJudge
from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.engines import Engine, load_engine
from dabir_core.asr.guards import Guards
from dabir_core.asr.window_reading import WindowReader
from dabir_core.options import TranscribeOptions
from dabir_core.speech import SileroRunner, SileroVad, load_silero
from dabir_core.transcriber import Listening, TranscriptStream
from dabir_core.transcript import Transcript

OPTIONS = TranscribeOptions(language="fa", words=False)


class Ours:
    """The loaded checkpoint and what it can be asked."""

    _checkpoint: Checkpoint
    _engine: Engine
    _silero: SileroRunner
    _work: Work

    def load(
        self, folder: str, tokens_per_second: float | None, engine: str = "openvino-int8", shortened: bool = False
    ) -> dict[str, object]:
        """Loads a checkpoint; counts of tokens are forced if they are given, and short inputs if they are asked for."""
        self._shortened = shortened
        self._checkpoint = load_checkpoint(Path(folder))
        self._engine, self._work = load_engine(self._checkpoint, engine=engine), Work()
        self._silero = load_silero()
        if tokens_per_second is not None:
            end = self._checkpoint.vocabulary.end_of_text
            forced = ForcedEngine(self._engine, tokens_per_second=tokens_per_second, end_of_text=end)
            self._engine, self._work = forced, forced.work
        return {"engine": self._engine.name}

    def transcribe(self, sound: str, batch: int = 1, beams: int = 1, retried: str = "0") -> dict[str, object]:
        """Reads one file; the share `retried` of its windows is doubted once."""
        before = asdict(self._work)
        guards = Guards(self._checkpoint.vocabulary.first_timestamp)
        judge = ScriptedJudge(guards, share=Fraction(retried))
        transcript = self._read(sound, judge, beams=beams)
        after = asdict(self._work)
        return {name: after[name] - before[name] for name in after} | {
            "text": " ".join(segment.text for segment in transcript.segments),
            "judged": judge.windows,
            "retried": judge.doubted,
        }

    def _read(self, sound: str, judge: ScriptedJudge, *, beams: int = 1) -> Transcript:
        reader = WindowReader(self._engine, self._checkpoint, OPTIONS, judge=judge)
        stream = TranscriptStream(Path(sound), Listening(SileroVad(self._silero), reader))
        for _ in stream:
            pass
        outcome = stream.outcome()
        assert isinstance(outcome, Transcript), "nobody cancels"
        return outcome


if __name__ == "__main__":
    ours = Ours()
    serve({"load": ours.load, "transcribe": ours.transcribe})
