"""All that a recording needs before it can be heard, loaded side by side: a vocabulary takes as long as a runtime."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.engines import load_engine
from dabir_core.asr.engines.engine import Engine
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
    with ThreadPoolExecutor(2) as aside:
        listening = aside.submit(load_silero)
        reading = aside.submit(load_checkpoint, folder)
        aside.submit(pyav_loads)  # a recording will be opened next, and Python keeps what was imported
        checkpoint = reading.result()
        return Loaded(checkpoint, load_engine(checkpoint, engine=engine, tell=tell), listening.result())
