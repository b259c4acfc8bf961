"""/forget: no byte of what somebody said, and no name, stays in any file of the bot."""

import json
from pathlib import Path

import pytest

from tests.bot.end_to_end.conftest import World, answered
from tests.bot.person import wait_for

ALI = 987_654_321_012

pytestmark = pytest.mark.long


def files_with(folder: Path, needle: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


def test_forget_leaves_no_byte(world: World) -> None:
    note = world.notes.voice(40)
    ali = world.server.person(ALI, name="نام‌بی‌همتا")
    sent = ali.sends_voice(note.path, duration=3, file_name="رازِ-من.ogg", caption="یادداشتِ یگانه")
    answered(ali, sent, note)
    assert files_with(world.bot.folder, note.text.encode())
    ali.says("/forget")
    asked = ali.wait(lambda seen: next((each for each in seen if "همه را پاک کن" in each.buttons), None))
    ali.presses("همه را پاک کن", message=asked)
    ali.wait_for_text("انجام شد")
    words = (note.text, "نام‌بی‌همتا", str(ALI), "یادداشتِ یگانه", "رازِ-من")
    needles = [form for word in words for form in (word.encode(), json.dumps(word)[1:-1].encode())]
    needles.append(ALI.to_bytes(6))  # as SQLite writes a number of that size
    world.server.wait_until_handled()

    def found() -> list[tuple[bytes, list[str]]]:
        return [(needle, names) for needle in needles if (names := files_with(world.bot.folder, needle))]

    wait_for(lambda: not found() or None, 20, missed=lambda: repr(found()))
