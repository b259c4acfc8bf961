"""The two readmes say what is true, and the same."""

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from benchmarks.__main__ import parser
from dabir_bot import __main__ as bot
from dabir_core.cli.__main__ import app
from dabir_desktop import arguments

ROOT = Path(__file__).parents[2]
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
PERSIAN = (ROOT / "README.fa.md").read_text(encoding="utf-8")
BENCHMARK = re.compile(r"`python -m benchmarks ([^`]*)`")
FENCE = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def flags() -> set[str]:
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    groups = [root, *(command for command in root.commands.values() if isinstance(command, TyperGroup))]
    commands = [root, *(command for group in groups for command in group.commands.values())]
    options = [flag for command in commands for flag in command.params if flag.param_type_name == "option"]
    of_commands = {name for option in options for name in [*option.opts, *option.secondary_opts]}
    helps = arguments.parser().format_help() + bot.parser().format_help()
    return of_commands | set(re.findall(r"--[a-z-]+", helps)) | {"--help"}


def test_both_readmes_show_the_same_commands() -> None:
    assert FENCE.findall(ENGLISH) == FENCE.findall(PERSIAN)
    assert len(FENCE.findall(ENGLISH)) >= 2


def test_both_readmes_have_the_same_sections() -> None:
    assert [line.split()[0] for line in ENGLISH.splitlines() if line.startswith("#")] == [
        line.split()[0] for line in PERSIAN.splitlines() if line.startswith("#")
    ]


@pytest.mark.parametrize("readme", [ENGLISH, PERSIAN], ids=["English", "Persian"])
def test_every_flag_that_is_named_exists(readme: str) -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", BENCHMARK.sub("", readme)))
    assert len(named) > 8
    assert named <= flags()


@pytest.mark.parametrize("readme", [ENGLISH, PERSIAN], ids=["English", "Persian"])
def test_every_benchmark_that_is_named_exists(readme: str) -> None:
    (arguments,) = BENCHMARK.findall(readme)
    assert parser().parse_args(arguments.split()).rows == ["live"]


@pytest.mark.parametrize("readme", [ENGLISH, PERSIAN], ids=["English", "Persian"])
def test_every_make_target_and_link_exists(readme: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", readme)) - {"and", "or"}
    assert {"demo", "test"} <= named <= targets
    for link in re.findall(r"\]\(([^)#]+)\)", readme):
        assert link.startswith("https://") or (ROOT / link).exists(), link
