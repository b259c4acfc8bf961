"""What a checkpoint writes of a clip, through core's own engine, layer by layer as the product's windows are read.

No voice activity detection, for it may drop a soft word, and no guards: figures are of the checkpoint alone, and what
it invents counts. A clip is one window, padded as checkpoints were trained; one that is longer than the checkpoint's
window is cut where it is least loud. The language is told, never detected.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.asr.halves import halve
from dabir_core.asr.orders import Claim
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.search import BeamRule, DecodingRequest
from dabir_core.asr.window_result import WindowResult
from dabir_core.loading import load_parts
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from dabir_core.speech import SpeechSpan, Window, log_mel
from dabir_core.units import to_seconds
from dabir_training.configuration import RunConfig
from dabir_training.errors import PreparedSetWrong
from dabir_training.manifest import Clip, PreparedSet


@dataclass(frozen=True, slots=True)
class ClipReader:
    """A loaded checkpoint; may be used by many threads. They share batches of up to `batch`; 1 beam is greedy."""

    scheduler: Scheduler
    language: str
    beams: int = 1
    batch: int = 8

    def text(self, waveform: Waveform, *, language: str = "") -> str:
        """What the (T,) samples at 16 kHz say. Raises: ModelError; OptionError for a language that is not known."""
        whole = Window(waveform, 0, (SpeechSpan(0, waveform.size),))
        parts = _parts(whole, self.scheduler.checkpoint.dimensions.window_samples)
        texts = (self.result(part.waveform, language=language).text for part in parts)
        return " ".join(text for text in texts if text)

    def result(self, waveform: Waveform, *, language: str = "") -> WindowResult:
        """What one window of (T,) samples says, and how sure the checkpoint is. Raises: as `text`."""
        checkpoint = self.scheduler.checkpoint
        padded = np.zeros(checkpoint.dimensions.window_samples, dtype=np.float32)
        padded[: waveform.size] = waveform
        features = log_mel(padded, mel_bins=checkpoint.dimensions.mel_bins)[None]
        heard = self.scheduler.encode(features, Claim(Urgency.FILE, CancelToken()))
        spoken = language or self.language
        beams = BeamRule(self.beams) if self.beams > 1 else None
        hypothesis = heard.decode(DecodingRequest(spoken, beams=beams))
        text = checkpoint.vocabulary.decode(hypothesis.tokens).strip()
        return WindowResult(0.0, to_seconds(waveform.size), (), hypothesis, text, spoken)


@contextmanager
def clip_reader(model: str | Path, *, engine: str, language: str, beams: int, batch: int) -> Iterator[ClipReader]:
    """Loads a checkpoint for as long as the block lasts. Raises: ModelError, OptionError for the engine."""
    loaded = load_parts(model, engine=engine)
    with Scheduler(loaded.engine, loaded.checkpoint, most_rows=batch * beams) as scheduler:
        yield ClipReader(scheduler, language, beams, batch)


def run_reader(config: RunConfig, checkpoint: Path) -> AbstractContextManager[ClipReader]:
    """A checkpoint loaded as a run's [evaluate] says. Raises: ModelError, OptionError for the engine."""
    settings = config.evaluate
    return clip_reader(
        checkpoint, engine=settings.engine, language=config.language, beams=settings.beams, batch=settings.batch
    )


def clip_sound(prepared: PreparedSet, clip: Clip) -> Waveform:
    """The clip's (T,) samples at 16 kHz. Raises: PreparedSetWrong where its file is missing or no sound."""
    from dabir_training.windows.clip_sound import read_sound

    waveform = read_sound(prepared.sound_of(clip), start=clip.start, duration=clip.duration)
    if waveform is None:
        raise PreparedSetWrong(f"{clip.id}: {clip.sound}")
    return waveform


def _parts(window: Window, longest: int) -> Iterator[Window]:
    if window.waveform.size <= longest:
        yield window
        return
    halves = halve(window)
    assert halves is not None, "a window is longer than three seconds"
    for half in halves:
        yield from _parts(half, longest)
