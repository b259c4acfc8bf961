"""Hearing the microphone without recording it, to show that it works; nothing is kept.

A thread listens as a recording does (core's `Listening`, in a process of its own), and the window sees the level.
"""

import logging
import threading
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from dabir_core.audio.level import Level, LevelMeter
from dabir_core.errors import DabirError
from dabir_core.record.listening import Listening, Machine, Opened
from dabir_core.record.microphone import ThisMachine
from dabir_core.record.timeline import Block
from dabir_core.units import Seconds
from dabir_desktop.background import tell_from_thread

_LOG = logging.getLogger(__name__)
_LOOK: Final[Seconds] = 0.1
_TELL: Final[Seconds] = 0.06
_VOICE_DB: Final = -40.0
"""A room hums below that; somebody who speaks is above."""
_VOICE_SECONDS: Final[Seconds] = 0.4


class MicrophoneCheck(QObject):
    """Listens to one microphone at a time. All signals come in the window's thread.

    opened  str: sound comes from the device of that name
    level   float, bool: the peak in dB below full scale, and whether it was cut off there; some fifteen times a second
    heard   somebody speaks: told once for each start
    lost    DabirError: no sound comes; it waits
    """

    opened = Signal(str)
    level = Signal(float, bool)
    heard = Signal()
    lost = Signal(object)
    _told = Signal(int, object)

    def __init__(self, parent: QObject | None = None, *, machine: Machine | None = None) -> None:
        super().__init__(parent)
        self._machine = machine or ThisMachine()
        self._number = 0
        self._is_heard = False
        self._stop = threading.Event()
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def start(self, device: str | None = None) -> None:
        """Listens to that device, None for the default one, instead of the one before."""
        self._stop.set()
        self._stop, self._is_heard = threading.Event(), False
        self._number += 1
        arguments = device, self._number, self._stop
        threading.Thread(target=self._run, args=arguments, daemon=True, name="microphone-check").start()

    def stop(self) -> None:
        """Listens no more; the microphone is let go in a moment, which nobody waits for."""
        self._stop.set()
        self._number += 1

    def _run(self, device: str | None, number: int, stop: threading.Event) -> None:
        listening = Listening(self._machine, device, lose=lambda error: tell_from_thread(self._told, number, error))
        hearing = _Hearing()
        try:
            while not stop.is_set():
                came = listening.take(_LOOK)
                if isinstance(came, Opened):
                    hearing.begin(came)
                    tell_from_thread(self._told, number, came)
                elif came is not None and hearing.take(came):
                    tell_from_thread(self._told, number, (hearing.level, hearing.voice >= _VOICE_SECONDS))
        except Exception as error:  # the thread's outermost edge
            _LOG.exception("the microphone check failed")
            tell_from_thread(self._told, number, DabirError(detail=type(error).__name__))
        finally:
            listening.close()

    def _hear(self, number: int, told: Opened | DabirError | tuple[Level, bool]) -> None:
        if number != self._number:
            return
        if isinstance(told, Opened):
            self.opened.emit(told.device.name)
        elif isinstance(told, DabirError):
            self.lost.emit(told)
        else:
            level, is_voice = told
            self.level.emit(level.peak_db, level.is_clipped)
            if is_voice and not self._is_heard:
                self._is_heard = True
                self.heard.emit()


class _Hearing:
    """The level of what comes, and for how long somebody spoke."""

    def __init__(self) -> None:
        self._meter = LevelMeter()
        self._channels, self._rate_hz = 1, 1
        self._told: Seconds = float("-inf")
        self.voice: Seconds = 0.0

    def begin(self, opened: Opened) -> None:
        """Blocks of this format follow."""
        self._channels, self._rate_hz = opened.form.channels, opened.form.rate_hz

    def take(self, block: Block) -> bool:
        """The next block; whether it is time to tell of it."""
        self._meter.add(np.frombuffer(block.sound, "<i2").reshape(-1, self._channels), block.moment)
        if self.level.peak_db > _VOICE_DB:
            self.voice += block.frames / self._rate_hz
        if block.moment - self._told < _TELL:
            return False
        self._told = block.moment
        return True

    @property
    def level(self) -> Level:
        """The level now."""
        return self._meter.level
