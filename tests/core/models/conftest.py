"""A home of its own for each test, out of reach of the caller's settings, and a model hub on this machine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from dabir_core.paths import demo_checkpoint
from tests.hub_server import LocalHub

DEMO_ID: Final = "somebody/whisper-demo"
SETTINGS: Final = (
    *("DABIR_MODELS", "DABIR_MODEL", "HF_ENDPOINT", "HF_TOKEN", "HF_HUB_OFFLINE"),
    *("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    with LocalHub().running() as hub:
        hub.publish(DEMO_ID, demo_checkpoint())
        yield hub
