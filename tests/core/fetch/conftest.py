"""Sites and sound for the tests of links."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dabir_core.paths import samples_folder
from tests.core.fetch.site import Site, two_sites


@pytest.fixture
def sites() -> Iterator[tuple[Site, Site]]:
    with two_sites() as pair:
        yield pair


@pytest.fixture
def site(sites: tuple[Site, Site]) -> Site:
    return sites[0]


@pytest.fixture
def internal(sites: tuple[Site, Site]) -> Site:
    """What nobody may reach; a test says so at its end."""
    return sites[1]


@pytest.fixture(scope="session")
def demo() -> bytes:
    """27.2 s of speech, 67 kB."""
    return (samples_folder() / "demo.ogg").read_bytes()


@pytest.fixture(scope="session")
def streams(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first six seconds of the demo as HLS (clear and AES-128) and DASH."""
    folder = tmp_path_factory.mktemp("streams")
    source = ["ffmpeg", "-v", "error", "-t", "6", "-i", str(samples_folder() / "demo.ogg"), "-c:a", "aac"]
    hls = ["-f", "hls", "-hls_time", "2", "-hls_list_size", "0"]
    (folder / "secret.key").write_bytes(bytes(range(16)))
    (folder / "key.txt").write_text(f"secret.key\n{folder / 'secret.key'}\n", encoding="utf-8")
    wanted = (
        [*hls, "clear.m3u8"],
        [*hls, "-hls_key_info_file", "key.txt", "locked.m3u8"],
        ["-f", "dash", "-seg_duration", "2", "dash.mpd"],
    )
    for options in wanted:
        subprocess.run([*source, *options], check=True, cwd=folder, timeout=60)
    return folder
