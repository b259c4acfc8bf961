"""The microphones of PulseAudio or PipeWire by their real names: one script, run by its path, which imports nothing.

Under these sound servers PortAudio sees one device called "pulse". The names, the rates and which one is the default
are asked from libpulse itself (PipeWire answers it too), which is on every desktop that has either; `pactl` is not. A
process of its own, because the answer of a server that hangs never comes, and a wrong guess about a C structure must
not cost a recording.

Prints JSON: {"default": NAME, "sources": [{"name", "title", "rate_hz", "channels", "is_monitor"}, …]}, or {} where
there is no library or no server.
Source: PulseAudio 16, pulse/introspect.h (structures, to the last field we read), pulse/mainloop.h, pulse/context.h.
"""

import ctypes
import json
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_uint8, c_uint32, c_void_p
from typing import Any, ClassVar, Final

_MOST_CHANNELS: Final = 32
_NO_INDEX: Final = 0xFFFFFFFF
_NO_AUTOSPAWN: Final = 1
_READY, _FAILED = 4, 5  # PA_CONTEXT_READY and the first of the states that come to nothing


class _SampleSpec(Structure):
    _fields_: ClassVar = [("format", c_int), ("rate", c_uint32), ("channels", c_uint8)]


class _ChannelMap(Structure):
    _fields_: ClassVar = [("channels", c_uint8), ("map", c_int * _MOST_CHANNELS)]


class _Volume(Structure):
    _fields_: ClassVar = [("channels", c_uint8), ("values", c_uint32 * _MOST_CHANNELS)]


class _Source(Structure):
    """The head of pa_source_info."""

    _fields_: ClassVar = [
        ("name", c_char_p),
        ("index", c_uint32),
        ("description", c_char_p),
        ("sample_spec", _SampleSpec),
        ("channel_map", _ChannelMap),
        ("owner_module", c_uint32),
        ("volume", _Volume),
        ("mute", c_int),
        ("monitor_of_sink", c_uint32),
    ]


class _Server(Structure):
    """The head of pa_server_info."""

    _fields_: ClassVar = [
        ("user_name", c_char_p),
        ("host_name", c_char_p),
        ("server_version", c_char_p),
        ("server_name", c_char_p),
        ("sample_spec", _SampleSpec),
        ("default_sink_name", c_char_p),
        ("default_source_name", c_char_p),
    ]


_ON_SOURCE = CFUNCTYPE(None, c_void_p, POINTER(_Source), c_int, c_void_p)
_ON_SERVER = CFUNCTYPE(None, c_void_p, POINTER(_Server), c_void_p)


def listing() -> dict[str, Any]:
    """What the server says, or {}."""
    try:
        pulse = ctypes.CDLL("libpulse.so.0")
    except OSError:
        return {}
    for function in ("pa_mainloop_new", "pa_mainloop_get_api", "pa_context_new"):
        getattr(pulse, function).restype = c_void_p
    for function in ("pa_context_get_server_info", "pa_context_get_source_info_list"):
        getattr(pulse, function).restype = c_void_p
    loop = c_void_p(pulse.pa_mainloop_new())
    context = c_void_p(pulse.pa_context_new(c_void_p(pulse.pa_mainloop_get_api(loop)), b"dabir"))
    if pulse.pa_context_connect(context, None, _NO_AUTOSPAWN, None) < 0:
        return {}
    while (state := pulse.pa_context_get_state(context)) != _READY:
        if state >= _FAILED:
            return {}
        pulse.pa_mainloop_iterate(loop, 1, None)
    return _ask(pulse, loop, context)


def _ask(pulse: Any, loop: c_void_p, context: c_void_p) -> dict[str, Any]:
    sources: list[dict[str, object]] = []
    answer: dict[str, Any] = {"sources": sources}
    is_over = False

    def on_source(_context: Any, source: Any, end: int, _user: Any) -> None:
        nonlocal is_over
        if end:
            is_over = True
        else:
            sources.append(_described(source.contents))

    def on_server(_context: Any, server: Any, _user: Any) -> None:
        answer["default"] = (server.contents.default_source_name or b"").decode()

    callbacks = _ON_SERVER(on_server), _ON_SOURCE(on_source)  # kept: C holds no reference
    pulse.pa_context_get_server_info(context, callbacks[0], None)
    pulse.pa_context_get_source_info_list(context, callbacks[1], None)
    result = c_int()
    while not is_over:  # answers come in the order of the questions
        if pulse.pa_mainloop_iterate(loop, 1, byref(result)) < 0 or pulse.pa_context_get_state(context) != _READY:
            return {}
    return answer


def _described(source: _Source) -> dict[str, object]:
    return {
        "name": source.name.decode(),
        "title": (source.description or source.name).decode(errors="replace"),
        "rate_hz": source.sample_spec.rate,
        "channels": source.sample_spec.channels,
        "is_monitor": source.monitor_of_sink != _NO_INDEX,
    }


if __name__ == "__main__":
    json.dump(listing(), sys.stdout)
