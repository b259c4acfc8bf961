"""All that a recording needs before it can be heard, loaded side by side.

An engine's work is native code, which leaves the interpreter to reading a vocabulary; so the engine does not wait for
the vocabulary, of which it needs nothing before words get their times.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dabir_core.asr.architecture import Heads
from dabir_core.asr.checkpoint import Checkpoint, checked_dimensions, checkpoint_name, load_checkpoint
from dabir_core.asr.checkpoint_files import open_weights
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines import load_engine
from dabir_core.asr.engines.engine import Engine
from dabir_core.asr.weights import Weights
from dabir_core.audio.pyav import pyav_loads
from dabir_core.models import locate
from dabir_core.notices import NoticeCallback
from dabir_core.speech import SileroRunner, load_silero


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checkpoint, the engine that runs it, and the model that says where speech is."""

    checkpoint: Checkpoint
    engine: Engine
    silero: SileroRunner


def load_parts(model: str | Path, *, engine: str = "auto", tell: NoticeCallback = lambda _: None) -> Loaded:
    """Loads a checkpoint's folder, an installed one by its name, or «demo».

    `tell` hears what to know of the engine, now or while it works, in whatever thread that is.
    Raises: ModelError (missing, incomplete, corrupt, unsupported, no engine, memory), OptionError for the engine.
    """
    folder = locate(model)
    sizes = checked_dimensions(folder)
    with ThreadPoolExecutor(1, "loading") as aside:
        listening = aside.submit(load_silero)  # first, since the vocabulary would take turns with importing a runtime
        reading = aside.submit(load_checkpoint, folder)
        aside.submit(pyav_loads)  # a recording will be opened next, and Python keeps what was imported
        loaded = load_engine(_Unread(folder, sizes, reading), engine=engine, tell=tell)
        return Loaded(reading.result(), loaded, listening.result())


@dataclass(frozen=True, slots=True)
class _Unread:
    """A checkpoint whose vocabulary is still being read; obeys `CheckpointFolder`."""

    folder: Path
    dimensions: Dimensions
    reading: Future[Checkpoint]

    @property
    def name(self) -> str:
        """The folder's name."""
        return checkpoint_name(self.folder)

    @property
    def alignment_heads(self) -> Heads:
        """Known once the vocabulary is, which tells whether several languages are."""
        return self.reading.result().alignment_heads

    def weights(self) -> Weights:
        """Opens them. Raises: what `Checkpoint.weights` raises."""
        return open_weights(self.folder)
