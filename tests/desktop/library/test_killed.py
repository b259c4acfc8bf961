"""Whatever kills the app: an edit that was acknowledged is there, and the library is whole."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dabir_desktop.library.schema import connect
from tests.desktop.said import library_in

MOMENTS = 20
EDITOR = """
import sys
from pathlib import Path
from dabir_desktop.library import Library
from tests.desktop.said import new_item, transcript
library = Library(Path(sys.argv[1]))
item = library.add(new_item(*["واژه"] * 50))
print(item, flush=True)
for number in range(1, 100_000):
    library.save(item, transcript(*["واژه"] * (number % 50), f"ویرایش{number}", *["واژه"] * (50 - number % 50)))
    print(number, flush=True)
"""


@pytest.mark.long
def test_an_acknowledged_edit_survives_kill_minus_nine_at_any_moment(tmp_path: Path) -> None:
    chance = random.Random(9)
    for moment in range(MOMENTS):
        folder = tmp_path / str(moment)
        item, last = killed_while_editing(folder / "library.sqlite3", after_s=chance.uniform(0.0, 0.5))
        with library_in(folder) as library:
            kept = library.transcript(item)
            assert kept is not None
            number = next((int(s.text[6:]) for s in kept.segments if s.text.startswith("ویرایش")), 0)
            assert number in {last, last + 1}  # what was being written may be kept before anybody heard of it
            found = {hit.snippet.text for hit in library.search("ویرایش")}
            assert found == ({f"ویرایش{number}"} if number else set())
        connection = connect(folder / "library.sqlite3")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.execute("INSERT INTO found (found) VALUES ('integrity-check')")
        connection.close()


def killed_while_editing(path: Path, *, after_s: float) -> tuple[int, int]:
    """The item, and the last edit that was acknowledged, 0 for none."""
    process = subprocess.Popen([sys.executable, "-c", EDITOR, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    item = int(process.stdout.readline())
    time.sleep(after_s)
    process.kill()
    acknowledged = process.stdout.read().split("\n")[:-1]
    process.wait()
    process.stdout.close()
    return item, int(acknowledged[-1]) if acknowledged else 0
