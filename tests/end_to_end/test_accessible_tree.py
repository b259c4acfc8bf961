"""The real window on a real accessibility bus: whatever can be reached or pressed has a role and a name."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.end_to_end.accessible_tree import Node, Reader
from tests.end_to_end.screen import Screen

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")]

PAGES = (
    "idle-recovery",
    "library",
    "library-bin",
    "recording",
    "working-failed",
    "reading-late",
    "reading-find",
    "reading-doubts",
    "reading-trouble",
    "welcome-measured",
    "welcome-hub-away",
    "settings-models-coming",
    "settings-network",
    "settings-look",
    "settings-folders",
    "settings-keys",
    "settings-privacy-sure",
    "dialog-times",
    "dialog-link",
)
TELLS_NOTHING = frozenset({"unknown", "invalid", "filler", "redundant object", ""})
_PATIENCE_SECONDS = 20.0


@pytest.mark.parametrize("language", ["fa", "en"])
def test_all_that_can_be_reached_or_pressed_has_a_role_and_a_name(
    language: str, screen: Screen, tmp_path: Path
) -> None:
    environment = os.environ | dict(screen.environment)
    environment |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.end_to_end.heard_app", language, str(tmp_path)]
    with (
        (tmp_path / "errors").open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as app,
    ):
        try:
            nameless = asyncio.run(read_all(app))
        finally:
            assert app.stdin is not None
            app.stdin.close()
            app.wait(timeout=20)
    assert nameless == {}, (tmp_path / "errors").read_text(encoding="utf-8")[-2000:]


async def read_all(app: "subprocess.Popen[str]") -> dict[str, list[str]]:
    """What has no name or no role, by page."""
    assert app.stdin is not None and app.stdout is not None
    reader = Reader(_hear(app.stdout, "unix:"))
    await reader.connect()
    wrong: dict[str, list[str]] = {}
    for page in PAGES:
        app.stdin.write(f"{page}\n")
        app.stdin.flush()
        await asyncio.wait_for(asyncio.to_thread(_hear, app.stdout, "shown"), _PATIENCE_SECONDS)
        tree = await read_program(reader)
        reached = [node for node in tree.walk() if node.is_focusable and node not in tree.children]
        assert len(reached) >= 3, page
        found = [f"{node.role}: {node.name}" for node in reached if not node.name.strip() or node.role in TELLS_NOTHING]
        if found:
            wrong[page] = found
    reader.leave()
    return wrong


async def read_program(reader: Reader) -> Node:
    """The app, once it is on the bus."""
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not (programs := await reader.programs()):
            await asyncio.sleep(0.05)
    (program,) = programs
    return await reader.read(*program)


def _hear(lines: IO[str], beginning: str) -> str:
    """The next line that begins so; the bus's own programs speak up there, too."""
    while line := lines.readline():
        if line.startswith(beginning):
            return line.strip()
    raise EOFError(beginning)
