"""One microphone, and how two listings become the list that people choose from. Pure.

Where a sound server answers and PortAudio has a way to it (the devices "pulse" or "pipewire" of ALSA), its sources are
the list: the cards themselves are in its hands. Elsewhere PortAudio's own list is, of one host API: Windows shows each
microphone under four. A key is made of names only, never of numbers, which change when something is plugged in.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dabir_core.record.capture import MOST_CHANNELS

_APIS: Final = ("Windows WASAPI", "Core Audio", "ALSA")
"""Those that name devices in full and share them with other programs."""
_WAYS: Final = ("pulse", "pipewire")
_LOOPBACK: Final = "[Loopback]"
_CARD_NUMBERS: Final = re.compile(r"\s*\(hw:\d+,\d+\)$")


@dataclass(frozen=True, slots=True)
class Route:
    """How PortAudio reaches a device: by its names and its place among equals; `source` is the sound server's name."""

    host_api: str
    name: str
    ordinal: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone. `key` stays the same when it is unplugged and comes back, and whatever else is plugged in.

    `is_monitor` says that it hears what the machine plays, not the room. `rate_hz` and `channels` are its own.
    """

    key: str
    name: str
    rate_hz: int
    channels: int
    route: Route
    is_default: bool = False
    is_monitor: bool = False


def merge(portaudio: Sequence[Mapping[str, Any]], server: Mapping[str, Any]) -> tuple[Device, ...]:
    """The devices that people choose from, the default first, what hears the machine itself last.

    Args: portaudio: as `capture.py list` says it; server: as `pulse_sources.py` prints it.
    """
    way = next((entry for name in _WAYS for entry in portaudio if entry["name"] == name), None)
    if way is not None and "sources" in server:
        found = [_of_server(source, way, default=server.get("default")) for source in server["sources"]]
    else:
        found = _of_portaudio(portaudio)
    return tuple(sorted(_told_apart(found), key=lambda device: (device.is_monitor, not device.is_default)))


def pick(devices: Sequence[Device], wanted: str | None) -> Device | None:
    """The wanted device; where it is absent the default one, or any that hears the room; None if there is none."""
    asked = next((device for device in devices if device.key == wanted), None)
    return asked or next((device for device in devices if not device.is_monitor), None)


def _of_server(source: Mapping[str, Any], way: Mapping[str, Any], *, default: str | None) -> Device:
    return Device(
        key=f"pulse:{source['name']}",
        name=source["title"],
        rate_hz=source["rate_hz"],
        channels=min(source["channels"], MOST_CHANNELS),
        route=Route(way["host_api"], way["name"], source=source["name"]),
        is_default=source["name"] == default,
        is_monitor=source["is_monitor"],
    )


def _of_portaudio(entries: Sequence[Mapping[str, Any]]) -> list[Device]:
    heard = [entry for entry in entries if entry["channels"] > 0]
    apis = {entry["host_api"] for entry in heard}
    chosen = next((api for api in _APIS if api in apis), None)
    shown = [entry for entry in heard if chosen in (None, entry["host_api"])]
    before: Counter[tuple[str, str]] = Counter()
    devices = []
    for entry in shown:
        route = Route(entry["host_api"], entry["name"], ordinal=before[entry["host_api"], entry["name"]])
        before[entry["host_api"], entry["name"]] += 1
        devices.append(_of_entry(entry, route))
    return devices


def _of_entry(entry: Mapping[str, Any], route: Route) -> Device:
    name = _CARD_NUMBERS.sub("", entry["name"])
    return Device(
        key=f"{route.host_api.lower().replace(' ', '-')}:{name}",
        name=name,
        rate_hz=entry["rate_hz"],
        channels=min(entry["channels"], MOST_CHANNELS),
        route=route,
        is_default=entry["is_default"],
        is_monitor=_LOOPBACK in name,
    )


def _told_apart(devices: Iterable[Device]) -> list[Device]:
    """Numbers for those who would share a key, or a name."""
    keys: Counter[str] = Counter()
    names: Counter[str] = Counter()
    apart = []
    for device in devices:
        keys[device.key] += 1
        names[device.name] += 1
        key = device.key if keys[device.key] == 1 else f"{device.key}#{keys[device.key]}"
        name = device.name if names[device.name] == 1 else f"{device.name} ({names[device.name]})"
        apart.append(replace(device, key=key, name=name))
    return apart
