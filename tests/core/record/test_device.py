"""Listings as PortAudio gives them on the three systems (names shortened), and as PulseAudio does."""

from typing import Any

from dabir_core.record.device import Device, Route, merge, pick


def entry(host_api: str, name: str, *, channels: int = 2, rate_hz: int = 48_000, default: bool = False) -> Any:
    return {"host_api": host_api, "name": name, "channels": channels, "rate_hz": rate_hz, "is_default": default}


def source(name: str, title: str, *, monitor: bool = False, rate_hz: int = 48_000, channels: int = 2) -> Any:
    return {"name": name, "title": title, "rate_hz": rate_hz, "channels": channels, "is_monitor": monitor}


WINDOWS = [
    entry("MME", "Microsoft Sound Mapper - Input", default=True),
    entry("MME", "Microphone (USB Audio Device wi"),
    entry("Windows DirectSound", "Microphone (USB Audio Device with a name)"),
    entry("Windows WASAPI", "Speakers (Realtek)", channels=0),
    entry("Windows WASAPI", "Microphone (USB Audio Device with a name)", channels=1, rate_hz=44_100),
    entry("Windows WASAPI", "Microphone Array (Realtek)", channels=4, default=True),
    entry("Windows WASAPI", "Speakers (Realtek) [Loopback]"),
    entry("Windows WDM-KS", "Microphone (USB Audio)"),
]
PULSE = [entry("ALSA", "HDA Intel: ALC257 (hw:0,0)"), entry("ALSA", "pulse", channels=32, rate_hz=44_100)]
SERVER = {
    "default": "usb",
    "sources": [
        source("card.monitor", "Monitor of Built-in Audio", monitor=True),
        source("card", "Built-in Audio", channels=4),
        source("usb", "USB Headset", rate_hz=16_000, channels=1),
    ],
}


def keys(devices: tuple[Device, ...]) -> list[str]:
    return [device.key for device in devices]


def test_windows_shows_each_microphone_once_the_default_first() -> None:
    devices = merge(WINDOWS, {})
    assert keys(devices) == [
        "windows-wasapi:Microphone Array (Realtek)",
        "windows-wasapi:Microphone (USB Audio Device with a name)",
        "windows-wasapi:Speakers (Realtek) [Loopback]",
    ]
    assert [(device.rate_hz, device.channels) for device in devices] == [(48_000, 2), (44_100, 1), (48_000, 2)]
    assert [device.is_default for device in devices] == [True, False, False]
    assert [device.is_monitor for device in devices] == [False, False, True]


def test_under_a_sound_server_its_sources_are_the_list() -> None:
    usb, card, monitor = merge(PULSE, SERVER)
    assert usb == Device("pulse:usb", "USB Headset", 16_000, 1, Route("ALSA", "pulse", source="usb"), is_default=True)
    assert (card.key, card.name, card.channels) == ("pulse:card", "Built-in Audio", 2)
    assert monitor.is_monitor


def test_a_server_without_sources_has_no_microphones() -> None:
    assert merge(PULSE, {"default": "", "sources": []}) == ()


def test_a_server_that_portaudio_cannot_reach_is_not_asked() -> None:
    devices = merge(PULSE[:1], SERVER)
    assert [device.name for device in devices] == ["HDA Intel: ALC257"]


def test_a_key_does_not_change_with_the_number_of_the_card() -> None:
    before = merge([entry("ALSA", "USB Audio: - (hw:1,0)")], {})
    after = merge([entry("ALSA", "Webcam: USB (hw:1,0)"), entry("ALSA", "USB Audio: - (hw:2,0)")], {})
    assert keys(before) == ["alsa:USB Audio: -"]
    assert keys(before)[0] in keys(after)


def test_twins_have_keys_names_and_routes_of_their_own() -> None:
    twins = merge([entry("Core Audio", "USB Mic"), entry("Core Audio", "USB Mic")], {})
    assert keys(twins) == ["core-audio:USB Mic", "core-audio:USB Mic#2"]
    assert [device.name for device in twins] == ["USB Mic", "USB Mic (2)"]
    assert [device.route.ordinal for device in twins] == [0, 1]


def test_the_wanted_device_is_picked_and_another_one_where_it_is_absent() -> None:
    devices = merge(PULSE, SERVER)
    for wanted, picked in [("pulse:card", "pulse:card"), ("pulse:gone", "pulse:usb"), (None, "pulse:usb")]:
        device = pick(devices, wanted)
        assert device is not None
        assert device.key == picked


def test_what_the_machine_plays_is_picked_only_by_name() -> None:
    monitor = merge(PULSE, {"default": "m", "sources": [source("m", "Monitor", monitor=True)]})
    assert pick(monitor, None) is None
    assert pick(monitor, "pulse:m") == monitor[0]
