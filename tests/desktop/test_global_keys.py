"""Which way to a key of every window a session has."""

import pytest

from dabir_desktop.global_keys import HoldsKey, way_of
from dabir_desktop.portal_keys import PortalKey
from dabir_desktop.x11_keys import X11Key


@pytest.mark.parametrize(
    ("platform", "environment", "way"),
    [
        ("linux", {"DISPLAY": ":0"}, X11Key),
        ("linux", {"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, X11Key),
        ("linux", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, PortalKey),
        ("linux", {"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, PortalKey),
        ("linux", {}, None),
        ("win32", {}, None),
        ("darwin", {"DISPLAY": ":0"}, None),
    ],
)
def test_the_way_is_that_of_the_session(platform: str, environment: dict[str, str], way: HoldsKey | None) -> None:
    assert way_of(platform, environment) is way
