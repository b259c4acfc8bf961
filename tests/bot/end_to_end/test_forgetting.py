"""/forget: no byte of what somebody said, and no name, stays in any file of the bot."""

from pathlib import Path

import pytest

from tests.bot.end_to_end.conftest import World, answered

pytestmark = pytest.mark.long


def files_with(folder: Path, needle: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


def test_forget_leaves_no_byte(world: World) -> None:
    note = world.notes.voice(40)
    ali = world.server.person(987_654_321_012, name="نام‌بی‌همتا")
    sent = ali.sends_voice(note.path, duration=3, file_name="رازِ-من.ogg", caption="یادداشتِ یگانه")
    answered(ali, sent, note)
    ali.says("/forget")
    asked = ali.wait(lambda seen: next((each for each in seen if "همه را پاک کن" in each.buttons), None))
    ali.presses("همه را پاک کن", message=asked)
    ali.wait_for_text("انجام شد")
    needles = (note.text, "نام‌بی‌همتا", "987654321012", "یادداشتِ یگانه")
    world.server.wait_until_handled()

    def clean() -> bool | None:
        return not any(files_with(world.bot.folder, needle.encode()) for needle in needles) or None

    ali.wait(lambda _: clean(), 20)
