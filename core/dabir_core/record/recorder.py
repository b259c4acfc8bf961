"""The thread of a recording: microphone → timeline → disk. Nothing of an app runs in it; events wait in a queue.

The file takes the first microphone's rate and channels, up to two; one that replaces it later is converted. Silence is
written for sound that is missing, so that a time in the file is a time in the room, and a transcript fits a video of
the same hour; nothing is written for a pause, which people make to leave something out.
"""

import logging
import queue
import threading
import time
from pathlib import Path

import numpy as np

from dabir_core.audio.level import LevelMeter
from dabir_core.errors import DabirError
from dabir_core.record.conversion import Conversion
from dabir_core.record.events import Back, Failed, Lost, RecordEvent, Silent, Started
from dabir_core.record.growth import Growth
from dabir_core.record.listening import Listening, Machine, Opened
from dabir_core.record.recording import Gap, GapKind, Recording
from dabir_core.record.tape import Tape
from dabir_core.record.timeline import Block, Placed, Timeline
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

_LOOK_SECONDS: Seconds = 0.1
SILENT_SECONDS: Seconds = 5.0
"""So long may a microphone give exact zeros before a person is told."""


class Recorder:
    """Runs one recording; other threads set `is_paused` and `is_stopped`, and read the rest."""

    def __init__(self, machine: Machine, wanted: str | None, *, folder: Path, settles: bool = True) -> None:
        self.growth = Growth()
        self.meter = LevelMeter()
        self.events: queue.SimpleQueue[RecordEvent] = queue.SimpleQueue()
        self.is_paused, self.is_stopped = threading.Event(), threading.Event()
        self.error: DabirError | None = None
        self._folder, self._settles = folder, settles
        self._listening = Listening(machine, wanted, lose=self._lose)
        self._opened: Opened | None = None
        self._conversion: Conversion | None = None
        self._placing: _Placing | None = None
        self._is_lost = False
        self._is_failed = False
        self._silent: Seconds = 0.0

    @property
    def recording(self) -> Recording | None:
        """What there is by now; None before the first sound."""
        return None if self._placing is None else self._placing.tape.recording

    @property
    def is_waiting(self) -> bool:
        """Whether no sound comes, now or yet."""
        return self._placing is None or self._is_lost

    def choose(self, wanted: str | None) -> None:
        """Listens to another device from now on."""
        self._listening.choose(wanted)

    def run(self) -> None:
        """Records until `is_stopped`, or until no more can be written."""
        try:
            self._record()
        except DabirError as error:
            self._fail(error)
        except Exception as error:  # the thread's outermost edge: a recording must not end in silence
            _LOG.exception("the recording failed")
            self._fail(DabirError(detail=type(error).__name__))
        finally:
            self._listening.close()
            self._finish()

    def _record(self) -> None:
        while not self.is_stopped.is_set():
            heard = self._listening.take(_LOOK_SECONDS)
            if isinstance(heard, Opened):
                self._open(heard)
            elif heard is not None:
                self._hear(heard)
        self._listening.stop()
        while (block := self._listening.last()) is not None:
            self._hear(block)
        if self._placing is not None:
            self._placing.end(is_lost=self._is_lost)

    def _open(self, opened: Opened) -> None:
        self._opened, self._conversion = opened, None
        if self._placing is not None:
            self._placing.reopen()

    def _hear(self, block: Block) -> None:
        assert self._opened is not None
        pcm = np.frombuffer(block.sound, "<i2").reshape(-1, self._opened.form.channels)
        self.meter.add(pcm, block.moment)
        self._notice_silence(block.frames / self._opened.form.rate_hz)
        is_paused = self.is_paused.is_set()
        if self._placing is None:
            if is_paused:
                return
            self._placing = _Placing(self._begin(self._opened, block))
        if self._conversion is None:
            self._conversion = Conversion(self._opened.form, self._placing.tape.form)
        gap = self._placing.take(block, self._conversion.convert(block.sound), is_paused=is_paused)
        if self._is_lost and not self._placing.is_holding:
            self._is_lost = False
            self.events.put(Back(self._opened.device.name, gap))

    def _begin(self, opened: Opened, block: Block) -> Tape:
        form = opened.form
        age = time.monotonic() - block.moment + block.frames / form.rate_hz
        tape = Tape(self._folder, opened.device.name, form=form, growth=self.growth, age=age)
        self._is_lost = False
        self.events.put(Started(opened.device.name))
        return tape

    def _notice_silence(self, seconds: Seconds) -> None:
        before, self._silent = self._silent, self._silent + seconds if self.meter.is_digital_silence else 0.0
        if before < SILENT_SECONDS <= self._silent:
            self.events.put(Silent())

    def _lose(self, error: DabirError) -> None:
        self.error, self._is_lost = error, True
        self.meter = LevelMeter()  # what was heard last is not heard now
        self.events.put(Lost(error))

    def _fail(self, error: DabirError) -> None:
        """Tells of the first failure; what then fails in closing the file is a consequence."""
        if not self._is_failed:
            self.error, self._is_failed = error, True
            self.events.put(Failed(error))

    def _finish(self) -> None:
        try:
            if self._placing is not None:
                self._placing.tape.finish(settles=self._settles)
        except DabirError as error:
            self._fail(error)
        finally:
            self.growth.finish()


class _Placing:
    """Blocks of the tape's format onto the tape, with the gaps between them."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self._timeline = Timeline(tape.form.rate_hz)
        self._is_paused = False
        self._gap: Gap | None = None

    @property
    def is_holding(self) -> bool:
        """Whether it is not clear yet how much was missing before the last block."""
        return self._timeline.is_holding

    def take(self, block: Block, sound: bytes, *, is_paused: bool) -> Gap | None:
        """Writes a block, unless it was heard in a pause; gives the gap that was found before it."""
        self._gap = None
        if is_paused != self._is_paused:
            self._is_paused = is_paused
            self._put(self._timeline.restart())
            if is_paused:
                self.tape.add_gap(GapKind.PAUSE)
        if not is_paused:
            frames = len(sound) // self.tape.form.frame_bytes
            self._put(self._timeline.take(Block(sound, frames, block.moment, block.is_after_loss)))
        return self._gap

    def reopen(self) -> None:
        """What follows comes from a stream that was just opened."""
        self._put(self._timeline.reopened())

    def end(self, *, is_lost: bool) -> None:
        """Nothing more comes."""
        self._put(self._timeline.restart())
        if is_lost:
            self.tape.add_gap(GapKind.LOST)

    def _put(self, placed: list[Placed]) -> None:
        for each in placed:
            if each.reason is not None:
                self.tape.add_gap(each.reason, silence=each.missing)
                self._gap = self.tape.recording.gaps[-1]
            self.tape.write(each.block.sound)
