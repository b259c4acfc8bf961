"""What PortAudio and the system say of a microphone → the error that has a cause and a cure. Pure.

PortAudio's own codes are few, and most failures come as "unanticipated host error"; the system's code and text behind
it tell more. On macOS and Windows a forbidden microphone often opens and gives zeros, which `session` notices.
Source: PortAudio 19.7, portaudio.h (PaErrorCode); errno(3); Windows SDK, audioclient.h and winerror.h.
"""

import errno
from collections.abc import Mapping
from typing import Any, Final

from dabir_core.errors import (
    MicrophoneBusy,
    MicrophoneDenied,
    MicrophoneFailed,
    NoMicrophone,
    PortAudioMissing,
    RecorderMissing,
    RecordError,
)

RECORD_COMMAND: Final = "pip install 'dabir[record]'"

_INVALID_DEVICE, _DEVICE_UNAVAILABLE = -9996, -9985
_GONE: Final = frozenset({errno.ENODEV, errno.ENOENT, errno.ENXIO, errno.EIO, errno.ECONNREFUSED})
_BUSY: Final = frozenset({errno.EBUSY, errno.EAGAIN, 0x8889000A})  # the last: AUDCLNT_E_DEVICE_IN_USE
_DENIED: Final = frozenset({errno.EACCES, errno.EPERM, 0x80070005})  # the last: E_ACCESSDENIED
_INSTALL: Final = {
    "apt-get": "sudo apt-get install libportaudio2 libasound2-plugins",
    "dnf": "sudo dnf install portaudio alsa-plugins-pulseaudio",
    "pacman": "sudo pacman -S portaudio alsa-plugins",
    "zypper": "sudo zypper install libportaudio2 alsa-plugins-pulse",
    "apk": "sudo apk add portaudio alsa-plugins-pulse",
    "brew": "brew install portaudio",
}
"""Where sounddevice's wheel does not bring PortAudio along: package manager → command."""


def error_of(failure: Mapping[str, Any], device: str) -> RecordError:
    """The error for what `capture` said in its FAILED frame."""
    detail = str(failure.get("text", ""))
    if failure.get("missing") == "sounddevice":
        return RecorderMissing(RECORD_COMMAND, detail=detail)
    if failure.get("missing"):
        return PortAudioMissing(_install_command(), detail=detail)
    code, host = failure.get("code", 0), abs(failure.get("host_code", 0))
    unsigned = failure.get("host_code", 0) & 0xFFFFFFFF
    detail = f"{code} {host} {detail}"
    if host in _DENIED or unsigned in _DENIED:
        return MicrophoneDenied(device, detail=detail)
    if host in _BUSY or unsigned in _BUSY or code == _DEVICE_UNAVAILABLE:
        return MicrophoneBusy(device, detail=detail)
    if failure.get("gone") or host in _GONE or code == _INVALID_DEVICE:
        return NoMicrophone(detail=detail)
    return MicrophoneFailed(device, detail=detail)


def _install_command() -> str:
    import shutil

    return next((command for manager, command in _INSTALL.items() if shutil.which(manager)), "")
