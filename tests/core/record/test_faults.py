"""Codes of portaudio.h, errno and the Windows SDK, as sounddevice passes them on."""

import errno
import shutil
from collections.abc import Mapping

import pytest

from dabir_core.errors import (
    MicrophoneBusy,
    MicrophoneDenied,
    MicrophoneFailed,
    NoMicrophone,
    PortAudioMissing,
    RecorderMissing,
    RecordError,
)
from dabir_core.record.faults import error_of

UNANTICIPATED = -9999


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        ({"missing": "sounddevice"}, RecorderMissing),
        ({"missing": "portaudio"}, PortAudioMissing),
        ({"gone": True}, NoMicrophone),
        ({"code": -9996}, NoMicrophone),
        ({"code": UNANTICIPATED, "host_code": -errno.ENODEV}, NoMicrophone),
        ({"code": UNANTICIPATED, "host_code": -errno.ECONNREFUSED}, NoMicrophone),
        ({"code": -9985}, MicrophoneBusy),
        ({"code": UNANTICIPATED, "host_code": -errno.EBUSY}, MicrophoneBusy),
        ({"code": UNANTICIPATED, "host_code": 0x8889000A - 2**32}, MicrophoneBusy),
        ({"code": UNANTICIPATED, "host_code": -errno.EACCES}, MicrophoneDenied),
        ({"code": UNANTICIPATED, "host_code": 0x80070005 - 2**32}, MicrophoneDenied),
        ({"code": -9997}, MicrophoneFailed),
        ({"code": UNANTICIPATED, "host_code": 12345}, MicrophoneFailed),
        ({}, MicrophoneFailed),
    ],
)
def test_each_fault_has_its_error(failure: Mapping[str, object], error: type[RecordError]) -> None:
    assert type(error_of(failure, "Mic")) is error


def test_the_error_of_a_microphone_names_it() -> None:
    assert error_of({"code": -9985}, "USB Mic").subject == "USB Mic"


def test_what_is_missing_comes_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "dnf" else None)
    assert error_of({"missing": "portaudio"}, "").subject.startswith("sudo dnf install portaudio")
    assert error_of({"missing": "sounddevice"}, "").subject == "pip install 'dabir[record]'"


def test_a_system_that_we_do_not_know_is_given_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert error_of({"missing": "portaudio"}, "").subject == ""
