"""The media files, made once for all tests of this room."""

import sys
from pathlib import Path

import pytest

from tests.core.audio.media import make_media


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    make_media(folder)
    return folder


@pytest.fixture(params=["pyav", "ffmpeg"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to decode; for the second one PyAV is made unimportable, as where a system blocks its libraries."""
    if request.param == "ffmpeg":
        monkeypatch.setitem(sys.modules, "av", None)
    return str(request.param)
