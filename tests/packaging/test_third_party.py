"""THIRD_PARTY.md names every library that the window or the bot brings, and no copyleft under another name."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")


def wanted_by_us() -> list[Requirement]:
    """What our own project file asks for with the window and the bot, which name two more of our extras."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"]
    texts = [*project["dependencies"], *extras["record"], *extras["url"], *extras["desktop"], *extras["bot"]]
    return [need for need in map(Requirement, texts) if need.name != "dabir"]


def closure(needs: list[Requirement]) -> set[str]:
    """The distributions that an installation brings here, as they call themselves."""
    found, asking = dict[tuple[str, frozenset[str]], None](), list(needs)
    while asking:
        need = asking.pop()
        one, extras = canonicalize_name(need.name), frozenset(need.extras)
        if (one, extras) in found or not (need.marker is None or need.marker.evaluate({"extra": ""})):
            continue
        found[one, extras] = None
        asking += [_unmarked(each, extras | {""}) for each in map(Requirement, distribution(one).requires or [])]
    return {one for one, _ in found}


def _unmarked(need: Requirement, extras: frozenset[str]) -> Requirement:
    """The same, without the condition if one of the extras fulfils it."""
    if need.marker is not None and any(need.marker.evaluate({"extra": extra}) for extra in extras):
        need.marker = None
    return need


DISTRIBUTIONS = sorted(closure(wanted_by_us()))


def rows_of(name: str) -> list[str]:
    """The rows of the page in which it stands."""
    spelled = r"[-_. ]?".join(map(re.escape, re.split(r"[-_.]+", name)))
    return [line for line in PAGE.splitlines() if re.search(rf"(?i)(?<![-\w]){spelled}(?![-\w])", line)]


def test_the_closure_is_known() -> None:
    assert {"pyside6-essentials", "shiboken6", "av", "yt-dlp", "sounddevice", "openvino", "dbos", "psycopg"} <= set(
        DISTRIBUTIONS
    )


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_every_distribution_is_named(name: str) -> None:
    assert rows_of(name), f"{name} is not named in THIRD_PARTY.md"


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_copyleft_is_said(name: str) -> None:
    about = distribution(name).metadata.json
    licence = f"{about.get('license_expression', '')} {about.get('license', '')}"[:200]
    for kind in ("LGPL", "MPL"):
        if kind in licence:
            assert any(kind in row for row in rows_of(name)), f"{name}: {licence}"
