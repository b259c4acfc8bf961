"""A recording as an app holds it: begun, paused, resumed, stopped, and looked at meanwhile from any thread."""

import queue
import threading
from enum import StrEnum
from pathlib import Path

from dabir_core.audio.level import Level
from dabir_core.errors import MicrophoneLost
from dabir_core.record.device import Device
from dabir_core.record.device_list import require_recorder
from dabir_core.record.events import RecordEvent
from dabir_core.record.listening import Machine
from dabir_core.record.live_sound import LiveSound
from dabir_core.record.microphone import ThisMachine
from dabir_core.record.recorder import Recorder
from dabir_core.record.recording import Recording
from dabir_core.record.tape import require_folder
from dabir_core.units import Seconds


class SessionState(StrEnum):
    """What a session does."""

    WAITING = "waiting"
    """No sound comes, now or yet; it goes on by itself when it does."""
    RECORDING = "recording"
    PAUSED = "paused"
    STOPPED = "stopped"


class Session:
    """One recording; it begins and ends once. Its methods may be called in any thread."""

    def __init__(
        self, device: Device | str | None, folder: Path, *, machine: Machine | None = None, settles: bool = True
    ) -> None:
        """A recording to be made.

        Args: device: one of `devices()`, or its key; None takes the system's default. Where it is absent the default
              one is taken; folder: where the sound and its entry will lie; settles: whether its end is enough; if not,
              `recover` gives it until `settle` says that it is in other hands.
        Raises: RecorderMissing.
        """
        require_recorder()
        wanted = device.key if isinstance(device, Device) else device
        self._folder = folder
        self._recorder = Recorder(machine or ThisMachine(), wanted, folder=folder, settles=settles)
        self._thread = threading.Thread(target=self._recorder.run, name="recorder", daemon=True)

    def start(self) -> None:
        """Begins to listen; a microphone that is absent is told by an event, and waited for.

        Raises: RecordingFolderClosed.
        """
        require_folder(self._folder)
        self._thread.start()

    def pause(self) -> None:
        """Leaves out what comes from now on; the level goes on."""
        self._recorder.is_paused.set()

    def resume(self) -> None:
        """Goes on after a pause."""
        self._recorder.is_paused.clear()

    def choose(self, device: Device | str | None) -> None:
        """Goes on with another microphone; the silence until it is heard stands in the recording."""
        self._recorder.choose(device.key if isinstance(device, Device) else device)

    def stop(self) -> Recording:
        """Ends the recording, with the sound that is on its way; a few tenths of a second. May be called again.

        Raises: the error that said why, if no sound ever came.
        """
        self._recorder.is_stopped.set()
        self._thread.join()
        recording = self._recorder.recording
        if recording is None:
            raise self._recorder.error or MicrophoneLost()
        return recording

    def live(self) -> LiveSound:
        """The sound from its beginning to its end, as it comes; for one reader, and each reader has its own."""
        return LiveSound(self._recorder.growth)

    def next_event(self, timeout: Seconds = 0.0) -> RecordEvent | None:
        """What happened, in order; None if nothing did in that time."""
        try:
            return self._recorder.events.get(timeout=timeout) if timeout else self._recorder.events.get_nowait()
        except queue.Empty:
            return None

    @property
    def state(self) -> SessionState:
        """What it does now."""
        if not self._thread.is_alive():
            return SessionState.STOPPED
        if self._recorder.is_paused.is_set():
            return SessionState.PAUSED
        return SessionState.WAITING if self._recorder.is_waiting else SessionState.RECORDING

    @property
    def level(self) -> Level:
        """How loud it was over the last fifth of a second, in a pause too."""
        return self._recorder.meter.level

    @property
    def recording(self) -> Recording | None:
        """What is on disk by now; None before the first sound."""
        return self._recorder.recording
