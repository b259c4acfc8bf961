"""The files in `deploy`: they name real settings with values that are accepted, and keep their walls."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from dabir_bot.settings import Role, Settings, Telegram, Token
from dabir_bot.settings_reading import FILE_VARIABLE, PREFIX, READERS, SECRET_FILES, read

DEPLOY = Path(str(files("dabir_bot") / "deploy"))
EXAMPLE = DEPLOY / "dabir-bot.toml"
UNITS = [DEPLOY / "dabir-bot.service", DEPLOY / "dabir-bot-worker@.service"]
TOKEN = {"DABIR_BOT_TOKEN": "1:a"}
INSIDE = [
    "0.0.0.1",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::ffff:10.0.0.1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2002:a00:1::1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b::172.16.0.1",
    "64:ff9b::192.168.1.1",
]
"""By the RFCs 1122, 1918, 3927, 4193, 4291, 6052, 6598, and where clouds keep secrets."""
OUTSIDE = [
    "149.154.167.220",
    "2001:67c:4e8:f004::9",
    "8.8.8.8",
    "142.250.185.78",
    "185.147.178.11",
    "2a00:1450:4001:80b::200e",
]
"""Telegram's, Google's, Aparat's."""


def settings_of_units(unit: Path) -> dict[str, str]:
    lines = re.findall(r"^Environment=(DABIR_BOT_\w+)=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(lines)


def directive(unit: Path, name: str) -> list[str]:
    found = re.findall(rf"^{name}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    return [word for line in found for word in line.split()]


def compose() -> dict[str, Any]:
    read_yaml: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return read_yaml


def our_services() -> dict[str, Any]:
    services = compose()["services"]
    return {name: service for name, service in services.items() if service["image"] == "dabir-bot"}


def environments() -> Iterator[tuple[str, Mapping[str, str]]]:
    for unit in UNITS:
        yield unit.name, settings_of_units(unit)
    for name, service in our_services().items():
        yield name, service["environment"]
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    yield "Dockerfile", dict(re.findall(r"^ +(DABIR_BOT_\w+)=(\S+)", image, re.MULTILINE))


def test_the_example_lists_each_setting_once() -> None:
    keys = re.findall(r"^#(\w+) = ", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(keys) == sorted(READERS)


def test_the_example_shows_the_defaults(tmp_path: Path) -> None:
    shown = re.sub(r"^#(?=\w+ = )", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (tmp_path / "shown.toml").write_text(shown, encoding="utf-8")
    assert read(TOKEN, tmp_path / "shown.toml") == Settings(Telegram(Token("1:a")))


def test_the_example_as_it_is_changes_nothing() -> None:
    assert read(TOKEN, EXAMPLE) == Settings(Telegram(Token("1:a")))


@pytest.mark.parametrize("file", sorted(path.name for path in DEPLOY.iterdir() if path.is_file()))
def test_only_real_settings_are_named(file: str) -> None:
    text = (DEPLOY / file).read_text(encoding="utf-8")
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", text))
    assert {name.lower() for name in named} <= {*READERS, FILE_VARIABLE.removeprefix(PREFIX).lower()}


@pytest.mark.parametrize(("where", "said"), list(environments()))
def test_what_they_set_is_accepted(where: str, said: Mapping[str, str]) -> None:
    assert said, "found"
    kept = {
        name: value.replace("%i", "1")
        for name, value in said.items()
        if name != FILE_VARIABLE
        and name.removeprefix(PREFIX).lower() not in SECRET_FILES
        and not value.startswith("${")
    }
    read({**TOKEN, **kept})


def test_each_process_of_the_compose_file_has_a_name_of_its_own() -> None:
    services = our_services()
    names = [service["environment"]["DABIR_BOT_EXECUTOR"] for service in services.values()]
    roles = [service["environment"]["DABIR_BOT_ROLE"] for service in services.values()]
    assert len(set(names)) == len(names) == 3
    assert sorted(roles) == [Role.BOT, Role.WORKER, Role.WORKER]


def test_nobody_but_the_bots_reaches_the_database() -> None:
    services = compose()["services"]
    assert compose()["networks"]["database"] == {"internal": True}
    assert services["postgres"]["networks"] == ["database"]
    assert "ports" not in services["postgres"]
    assert "database" not in services["telegram-api"]["networks"]


def test_containers_have_no_rights_and_a_limit() -> None:
    for service in our_services().values():
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
        assert not any("docker.sock" in volume for volume in service["volumes"])


def test_no_secret_stands_in_the_compose_file() -> None:
    for service in our_services().values():
        assert not {"DABIR_BOT_TOKEN", "DABIR_BOT_DATABASE_URL"} & set(service["environment"])
    assert all(set(secret) == {"file"} for secret in compose()["secrets"].values())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_reach_no_internal_address(unit: Path) -> None:
    denied = [ip_network(block) for block in directive(unit, "IPAddressDeny")]

    def is_denied(address: str) -> bool:
        where = ip_address(address)
        return any(where in block for block in denied if block.version == where.version)

    assert [address for address in INSIDE if not is_denied(address)] == []
    assert [address for address in OUTSIDE if is_denied(address)] == []
    assert directive(unit, "IPAddressAllow") == ["127.0.0.53", "127.0.0.54"]  # systemd-resolved


def test_both_units_have_the_same_walls() -> None:
    bot, worker = (unit.read_text(encoding="utf-8").partition("# 2: ")[2] for unit in UNITS)
    assert bot == worker.replace("dabir-bot-worker@", "dabir-bot")
    assert settings_of_units(UNITS[0])["DABIR_BOT_EXECUTOR"] != settings_of_units(UNITS[1])["DABIR_BOT_EXECUTOR"]


def test_the_image_runs_as_nobody_special_and_brings_no_torch() -> None:
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER 10001:10001$", image, re.MULTILINE)
    assert "'.[bot]'" in image
    assert "HEALTHCHECK" in image
