"""What `pip install .[desktop]` brings, in an environment of its own: the window, `record` and `url`; no models."""

import pytest

from tests.install.fresh_environment import FreshEnvironment

pytestmark = pytest.mark.slow

MOST_MEGABYTES = 830
"""What the command adds to an empty environment, compiled modules included; 827 on Linux with Python 3.11."""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> FreshEnvironment:
    return FreshEnvironment.made(tmp_path_factory.mktemp("desktop"), extra="desktop")


def test_it_is_not_larger_than_we_say(environment: FreshEnvironment) -> None:
    assert environment.added_megabytes <= MOST_MEGABYTES


def test_it_records_and_fetches_and_brings_no_torch(environment: FreshEnvironment) -> None:
    wanted = ["PySide6", "qasync", "sounddevice", "yt_dlp", "yt_dlp_ejs", "deno"]
    others = ["torch", "transformers", "PySide6.QtMultimedia", "PySide6.QtWebEngineCore", "pytest", "docx", "telegram"]
    assert environment.modules(wanted + others) == wanted
    assert (environment.folder / "venv" / "bin" / "deno").is_file()


def test_the_window_opens_and_says_how_long_that_took(environment: FreshEnvironment) -> None:
    assert int(environment.run("dabir-desktop", "--measure-start")) > 0


def test_the_command_line_records_and_transcribes_too(environment: FreshEnvironment) -> None:
    assert "--folder" in environment.run("dabir", "record", "--help")
