"""Which microphones there are, now: asked in processes of their own, so also while one of them is being recorded."""

import importlib.util
import json
import logging
import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from dabir_core.errors import RecorderMissing
from dabir_core.record import capture, pulse_sources
from dabir_core.record.device import Device, merge
from dabir_core.record.faults import RECORD_COMMAND, error_of

_LOG = logging.getLogger(__name__)

_ANSWER_SECONDS: Final = 5.0
_SERVER_SECONDS: Final = 1.0
"""How long a sound server may think; one that hangs would hold the list up."""
END_SECONDS: Final = 1.0
"""How long a process that was killed is waited for: inside a driver's call it ends when that returns."""


def devices() -> tuple[Device, ...]:
    """The microphones of this machine, the default one first; none is no error. Takes about a fifth of a second.

    Raises: RecorderMissing, PortAudioMissing; MicrophoneFailed if the system's sound cannot be asked.
    """
    require_recorder()
    listing = start_script(capture.__file__, "list")
    server = start_script(pulse_sources.__file__) if sys.platform == "linux" else None
    kind, payload = _answer(_output(listing, _ANSWER_SECONDS))
    sources = {} if server is None else _sources(_output(server, _SERVER_SECONDS))
    if kind != capture.LISTED:
        raise error_of(payload, "")
    return merge(payload, sources)


def require_recorder() -> None:
    """Raises: RecorderMissing if the `record` extra is not installed."""
    if importlib.util.find_spec("sounddevice") is None:
        raise RecorderMissing(RECORD_COMMAND)


def start_script(script: str, *arguments: str, source: str = "") -> "subprocess.Popen[bytes]":
    """Runs one of our two scripts; `source` is the sound server's microphone that it shall have.

    What C libraries print is dropped. In a frozen app the executable is no Python: it has to run the script that its
    first argument names.
    """
    flags = [] if getattr(sys, "frozen", False) else ["-P"]  # else modules of this folder could pose as Python's own
    environment = dict(os.environ)
    if source:  # read by the ALSA plugins of PulseAudio and of PipeWire
        environment |= {"PULSE_SOURCE": source, "PIPEWIRE_NODE": source}
    return subprocess.Popen(
        [sys.executable, *flags, str(Path(script)), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a console for each
    )


def _output(script: "subprocess.Popen[bytes]", seconds: float) -> bytes:
    try:
        output, _ = script.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        _LOG.debug("no answer about devices")
        script.kill()
        with suppress(subprocess.TimeoutExpired):
            script.communicate(timeout=END_SECONDS)
        return b""
    return output


def _sources(output: bytes) -> Mapping[str, Any]:
    try:
        said: Mapping[str, Any] = json.loads(output)
    except ValueError:  # killed over its answer, or crashed
        return {}
    return said


def _answer(output: bytes) -> tuple[bytes, Any]:
    """The kind of the frame that was said, and what it says."""
    head, payload = output[: capture.FRAME.size], output[capture.FRAME.size :]
    try:
        kind, _, _ = capture.FRAME.unpack(head)
        return kind, json.loads(payload)
    except (struct.error, ValueError):
        return capture.FAILED, {"text": "no list of devices"}
