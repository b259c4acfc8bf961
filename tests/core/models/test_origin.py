import logging
from pathlib import Path

import pytest

from dabir_core.models.origin import FILE_NAME, Origin, load_origin, store_origin
from dabir_core.models.verdict_file import checkpoint_digest

ORIGIN = Origin("somebody/whisper", "a" * 40, "apache-2.0", "https://huggingface.co")


def test_what_is_stored_is_found_again(tmp_path: Path) -> None:
    assert load_origin(tmp_path) is None
    for origin in (ORIGIN, Origin(None, None, None, "نسخهٔ من.zip")):
        store_origin(tmp_path, origin)
        assert load_origin(tmp_path) == origin


def test_it_is_no_part_of_what_a_verdict_holds_for(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    before = checkpoint_digest(tmp_path)
    store_origin(tmp_path, ORIGIN)
    assert checkpoint_digest(tmp_path) == before


@pytest.mark.parametrize("content", ["", "[]", "{}", "null"])
def test_what_nobody_understands_is_passed_over(tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    assert load_origin(tmp_path) is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    caplog.clear()
