"""The process that listens to the microphone: one script, run by its path, which imports nothing of ours.

A process of its own, because PortAudio's list of devices is frozen when it is initialised, its calls may hang or crash
with a driver, and its callback needs Python's lock, which a process that also transcribes holds for too long. Run by
path, it starts in a tenth of a second: the package would be imported first otherwise.

    capture.py list                    says LISTED: what PortAudio has, as JSON
    capture.py open '{"host_api": …}'  says OPENED, then SOUND, to the ENDED or FAILED that is last

What it says are frames on standard output: kind, moment (monotonic clock), length of the payload, payload. It ends
when standard input says "stop" (after the sound that is on its way), and at once when standard input is closed, as it
is however the parent ended. The callback copies and does nothing else.
"""

import gc
import json
import os
import queue
import signal
import struct
import sys
import threading
import time
from typing import Any, BinaryIO, Final

FRAME: Final = struct.Struct("<cdI")
LISTED: Final = b"L"
OPENED: Final = b"O"
SOUND: Final = b"S"
SOUND_AFTER_LOSS: Final = b"X"
"""As SOUND; the system threw sound away before it."""
ENDED: Final = b"E"
FAILED: Final = b"F"
STOP: Final = b"stop\n"

MOST_CHANNELS: Final = 2
"""A second one may be the first turned over; more of them are a mixing desk's business."""
_ON_ITS_WAY_SECONDS: Final = 0.05

Frame = tuple[bytes, float, bytes]


def main(arguments: list[str]) -> None:
    """Does what the arguments ask for; never returns to Python's own shutdown, which a driver could hold up."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # they reach all processes of a terminal or a machine
        if hasattr(signal, name):  # Windows lacks one
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # the parent decides, and its end is ours
    with _own_pipe() as pipe:
        try:
            import sounddevice
        except ImportError:
            _say(pipe, _failure(missing="sounddevice"))
        except OSError as error:
            _say(pipe, _failure(missing="portaudio", text=str(error)))
        else:
            if arguments[0] == "list":
                _say(pipe, (LISTED, time.monotonic(), _listing(sounddevice)))
            else:
                _listen(sounddevice, json.loads(arguments[1]), pipe)
    os._exit(0)


def _own_pipe() -> BinaryIO:
    """Standard output under another number; C libraries that print to the old one print to nowhere."""
    pipe = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return pipe


def _say(pipe: BinaryIO, frame: Frame) -> None:
    kind, moment, payload = frame
    rest = memoryview(FRAME.pack(kind, moment, len(payload)) + payload)
    try:
        while rest:
            rest = rest[pipe.write(rest) :]
    except OSError:  # the parent is gone
        os._exit(0)


def _failure(**said: object) -> Frame:
    return FAILED, time.monotonic(), json.dumps(said).encode()


def _listing(sounddevice: Any) -> bytes:
    apis = sounddevice.query_hostapis()
    devices = [
        {
            "host_api": apis[device["hostapi"]]["name"],
            "name": device["name"],
            "channels": device["max_input_channels"],
            "rate_hz": round(device["default_samplerate"]),
            "is_default": index == apis[device["hostapi"]]["default_input_device"],
        }
        for index, device in enumerate(sounddevice.query_devices())
    ]
    return json.dumps(devices).encode()


def _listen(sounddevice: Any, wanted: dict[str, Any], pipe: BinaryIO) -> None:
    frames: queue.SimpleQueue[Frame] = queue.SimpleQueue()

    def keep(sound: Any, _frames: int, _time: object, status: Any) -> None:
        frames.put((SOUND_AFTER_LOSS if status.input_overflow else SOUND, time.monotonic(), bytes(sound)))

    def end() -> None:
        frames.put((ENDED, time.monotonic(), b""))

    stream: Any = None

    def obey() -> None:
        if sys.stdin.buffer.readline() != STOP or stream is None:
            os._exit(0)
        time.sleep(stream.latency + _ON_ITS_WAY_SECONDS)
        end()

    threading.Thread(target=obey, daemon=True).start()
    try:
        stream = _open(sounddevice, wanted, keep, end)
        stream.start()
    except (sounddevice.PortAudioError, ValueError, LookupError) as error:
        _say(pipe, _told(error))
        return
    gc.freeze()
    gc.disable()
    _say(pipe, (OPENED, time.monotonic(), json.dumps({"latency": stream.latency}).encode()))
    kind = SOUND
    while kind != ENDED:
        frame = frames.get()
        kind = frame[0]
        _say(pipe, frame)


def _open(sounddevice: Any, wanted: dict[str, Any], keep: Any, end: Any) -> Any:
    """Raises: LookupError if the device is gone, sounddevice's errors if it cannot be opened."""
    apis = sounddevice.query_hostapis()
    twins = [
        index
        for index, device in enumerate(sounddevice.query_devices())
        if apis[device["hostapi"]]["name"] == wanted["host_api"]
        and device["name"] == wanted["name"]
        and device["max_input_channels"] > 0
    ]
    return sounddevice.RawInputStream(
        device=twins[wanted["ordinal"]],
        samplerate=wanted["rate_hz"],
        channels=wanted["channels"],
        dtype="int16",
        callback=keep,
        finished_callback=end,
    )


def _told(error: Exception) -> Frame:
    """What PortAudio says: its own code, and the system's (code and text)."""
    code, host = 0, (0, 0, "")
    if len(error.args) > 1:
        code = error.args[1]
    if len(error.args) > 2:
        host = error.args[2]
    gone = isinstance(error, LookupError)
    return _failure(code=code, host_code=host[1], text=f"{error.args[:1]} {host[2]}", gone=gone)


if __name__ == "__main__":
    main(sys.argv[1:])
