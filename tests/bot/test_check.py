"""What an operator is told before the bot starts: every fault at once, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dabir_bot.check import Weight, examine, is_ready, lines
from dabir_bot.settings import Role, Settings, Telegram, Token
from dabir_core.fetch import Scope
from dabir_core.proxy import Proxy
from tests.bot.person import TelegramServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path_factory.mktemp("telegram")) as server:
        yield server


async def test_all_is_well_where_all_is_there(server: TelegramServer, tmp_path: Path) -> None:
    settings = Settings(Telegram(Token("1:a"), server.url), model="demo", folder=tmp_path / "bot", links=Scope.OFF)
    findings = await examine(settings)
    assert [finding.weight for finding in findings if finding.weight is Weight.BAD] == []
    assert is_ready(findings)
    told = lines(findings)
    assert "@dabir_test_bot" in told
    assert "مدل آماده است" in told


async def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings = Settings(
        Telegram(Token("1:a"), "http://127.0.0.1:1"),
        model="no such model",
        folder=tmp_path / "file" / "bot",
        database_url="mysql://h/d",
        links=Scope.OFF,
    )
    findings = await examine(settings)
    assert [finding.weight for finding in findings] == [Weight.BAD] * 4
    assert not is_ready(findings)
    told = lines(findings)
    assert "http://127.0.0.1:1" in told
    assert "no such model" in told
    assert "1:a" not in told


async def test_an_unknown_token_is_told(server: TelegramServer, tmp_path: Path) -> None:
    server.fault("getMe", code=401, description="Unauthorized", times=1)
    settings = Settings(Telegram(Token("1:a"), server.url), folder=tmp_path / "bot", role=Role.BOT)
    findings = await examine(settings)
    assert not is_ready(findings)
    assert "@BotFather" in lines(findings)


async def test_who_runs_no_jobs_needs_no_model(server: TelegramServer, tmp_path: Path) -> None:
    settings = Settings(Telegram(Token("1:a"), server.url), model="none", folder=tmp_path / "bot", role=Role.BOT)
    assert is_ready(await examine(settings))


async def test_a_proxy_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    proxy = Proxy.parse("socks5://me:hush@127.0.0.1:1", "DABIR_BOT_PROXY")
    settings = Settings(Telegram(Token("1:a"), "http://127.0.0.1:2", proxy=proxy), folder=tmp_path, role=Role.BOT)
    told = lines(await examine(settings))
    assert told.count("127.0.0.1:1") == 2
    assert "hush" not in told


async def test_where_no_model_is_installed_the_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DABIR_MODELS", raising=False)
    monkeypatch.delenv("DABIR_MODEL", raising=False)
    settings = Settings(Telegram(Token("1:a"), "http://127.0.0.1:2"), folder=tmp_path, links=Scope.OFF)
    assert lines(await examine(settings)).count("dabir models install") == 2
