"""What `pip install .[bot]` brings, in an environment of its own: the bot and links; no window, no torch, no models."""

import pytest

from tests.install.fresh_environment import ROOT, FreshEnvironment

pytestmark = pytest.mark.slow

MOST_MEGABYTES = 670
"""What the command adds to an empty environment, compiled modules included; 658 on Linux with Python 3.11."""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> FreshEnvironment:
    return FreshEnvironment.made(tmp_path_factory.mktemp("bot"), extra="bot")


def test_it_is_not_larger_than_we_say(environment: FreshEnvironment) -> None:
    assert environment.added_megabytes <= MOST_MEGABYTES


def test_it_speaks_with_telegram_and_databases_and_brings_no_torch(environment: FreshEnvironment) -> None:
    wanted = ["telegram", "dbos", "sqlalchemy", "psycopg", "aiohttp", "prometheus_client", "yt_dlp", "deno"]
    unwanted = ["torch", "transformers", "PySide6", "qasync", "sounddevice", "pytest", "jiwer"]
    assert environment.modules(wanted + unwanted) == wanted


def test_the_files_for_operators_are_in_the_wheel(environment: FreshEnvironment) -> None:
    deploy = ROOT / "bot" / "dabir_bot" / "deploy"
    assert environment.files_in("dabir_bot", "deploy") == sorted(
        path.name for path in deploy.iterdir() if path.is_file()
    )


def test_the_check_tells_what_is_missing(environment: FreshEnvironment) -> None:
    without = environment.started("dabir-bot", "check")
    assert (without.returncode, without.stderr.count("DABIR_BOT_TOKEN")) == (2, 2)
    nowhere = {"DABIR_BOT_TOKEN": "1:a", "DABIR_BOT_API_URL": "http://127.0.0.1:1", "DABIR_BOT_LINKS": "off"}
    found = environment.started("dabir-bot", "check", **nowhere)
    assert found.returncode == 1
    assert found.stdout.count("error: ") == 2, "Telegram and the model"
    assert found.stderr == ""
