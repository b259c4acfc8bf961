"""The waveform of the file that is open, read in a thread and told while it grows."""

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from dabir_core.audio import open_audio
from dabir_core.errors import DabirError
from dabir_core.units import Seconds
from dabir_desktop.peaks import Peaks, keep_peaks, kept_peaks, peaks_of

_TELL_SECONDS: Final[Seconds] = 0.25
_KINDNESS: Final = 10
"""Of a thread that decodes, so that speech recognition and the window go first (Linux: threads have their own)."""


class WaveformReader(QObject):
    """Reads one file at a time.

    grew  Peaks: what is known by now; the last one is whole, unless the file cannot be read
    """

    grew = Signal(object)
    _read = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._read.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def open(self, path: Path | None) -> None:
        """Reads that file, or none; the one before is left."""
        self._stop.set()
        self._number += 1
        if path is None:
            return
        self._stop = threading.Event()
        arguments = path, self._number, self._stop
        self._thread = threading.Thread(target=self._run, args=arguments, daemon=True, name="waveform")
        self._thread.start()

    def close(self) -> None:
        """Leaves the file, and waits for the thread: a moment."""
        self.open(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self, path: Path, number: int, stop: threading.Event) -> None:
        known = kept_peaks(path)
        if known is not None:
            self._read.emit(number, known)
            return
        with suppress(DabirError):  # whoever plays or transcribes it says why; there is nothing to paint
            self._decode(path, number, stop)

    def _decode(self, path: Path, number: int, stop: threading.Event) -> None:
        _be_kind()
        values, told = bytearray(), time.monotonic()
        with open_audio(path) as decoding:
            for peaks in peaks_of(decoding):
                if stop.is_set():
                    return
                values += peaks.tobytes()
                if time.monotonic() - told >= _TELL_SECONDS:
                    told = time.monotonic()
                    self._read.emit(number, Peaks(np.frombuffer(bytes(values), np.uint8)))
        whole = Peaks(np.frombuffer(bytes(values), np.uint8), is_whole=True)
        keep_peaks(path, whole)
        self._read.emit(number, whole)

    def _tell(self, number: int, peaks: Peaks) -> None:
        if number == self._number:
            self.grew.emit(peaks)


def _be_kind() -> None:
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _KINDNESS)
