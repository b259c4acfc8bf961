"""What the readme of training shows can be typed."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from dabir_training.cli.__main__ import app
from dabir_training.configuration import ReleaseSettings

ROOT = Path(__file__).parents[2]
ENGLISH, PERSIAN = ((ROOT / "training" / name).read_text(encoding="utf-8") for name in ("README.md", "README.fa.md"))
COMMAND = re.compile(r"dabir-train ([a-z]+)([^`#\n]*)")
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def flags(command: str) -> set[str]:
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    return {name for option in root.commands[command].params for name in option.opts}


@pytest.mark.parametrize("readme", [ENGLISH, PERSIAN], ids=["English", "Persian"])
def test_every_command_and_flag_exists(readme: str) -> None:
    shown = COMMAND.findall(readme)

    assert len(shown) > 8
    for command, rest in shown:
        assert set(FLAG.findall(rest)) <= flags(command), command


def test_both_show_the_same_steps_in_the_same_order() -> None:
    steps = [[command for command, _ in COMMAND.findall(readme.split("```")[1])] for readme in (ENGLISH, PERSIAN)]

    assert steps[0] == steps[1] == ["prepare", "doctor", "train", "average", "export", "evaluate", "card"]


@pytest.mark.parametrize("readme", [ENGLISH, PERSIAN], ids=["English", "Persian"])
def test_every_file_that_is_named_is_there(readme: str) -> None:
    linked = re.findall(r"\]\(([^)]+)\)", readme)
    runs = re.findall(r"(?:training/dabir_training/)?(runs/[a-z0-9_]+\.toml)", readme)

    assert all((ROOT / "training" / path).is_file() for path in linked)
    assert runs
    assert all((ROOT / "training/dabir_training" / path).is_file() for path in runs)


def test_every_extra_that_is_named_can_be_installed() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = set(re.findall(r"extra `([a-z0-9]+)`", ENGLISH)) | set(re.findall(r"'\.\[([a-z]+)\]'", ENGLISH))

    assert len(named) == 4
    assert named <= extras.keys()


def test_keys_of_the_release_are_those_of_the_run_file() -> None:
    fields = ReleaseSettings.__dataclass_fields__

    assert {"average", "toward_base", "sweep", "weights"} <= fields.keys()
    for name in ("average", "toward_base", "sweep", "weights"):
        assert f"`{name} = " in ENGLISH or f"[release] {name} = " in ENGLISH
