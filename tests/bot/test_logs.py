"""The log tells where and what kind, and nobody's words."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from dabir_bot.logs import configure


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Everything that is logged; how logging was set up before is restored."""
    root, dbos = logging.getLogger(), logging.getLogger("dbos")
    before = (root.handlers[:], root.level, dbos.handlers[:], dbos.propagate)
    level = dbos.level
    dbos.setLevel(logging.NOTSET)  # a bot that has ended in this process made it silent
    stream = io.StringIO()
    configure("INFO", stream)
    yield stream
    root.handlers[:], root.level, dbos.handlers[:], dbos.propagate = before
    dbos.setLevel(level)
    logging.captureWarnings(False)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_messages_are_lines_of_json(stream: io.StringIO) -> None:
    logging.getLogger("dabir_bot.jobs").info("job %s is done", "5.0")
    (line,) = lines(stream)
    assert (line["level"], line["logger"], line["message"]) == ("INFO", "dabir_bot.jobs", "job 5.0 is done")
    assert str(line["time"]).endswith("+00:00")


def test_what_libraries_say_is_withheld_and_its_place_told(
    stream: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("httpx").info("POST https://api.telegram.org/bot123:abc/getMe")
    logging.getLogger("dbos").warning("row with my words")
    logging.getLogger("some.other").error("name %s", "Maryam")
    assert [line["logger"] for line in lines(stream)] == ["dbos", "some.other"]
    assert all("test_logs.py:" in str(line["message"]) for line in lines(stream))
    assert not any(secret in stream.getvalue() for secret in ("123:abc", "my words", "Maryam"))
    caplog.clear()


def test_errors_are_told_by_class_and_place_without_their_text(
    stream: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        try:
            dict[str, str]()["my words"]
        except KeyError as cause:
            raise ValueError("123:abc") from cause

    try:
        fails()
    except ValueError:
        logging.getLogger("dabir_bot").exception("job failed")
    (line,) = lines(stream)
    assert line["error"] == ["ValueError", "KeyError"]
    assert [str(place).split()[-1] for place in line["trace"]] == [  # type: ignore[attr-defined]
        "test_errors_are_told_by_class_and_place_without_their_text",
        "fails",
    ]
    assert "my words" not in stream.getvalue()
    assert "123:abc" not in stream.getvalue()
    caplog.clear()


def test_below_the_level_nothing_is_said(stream: io.StringIO) -> None:
    logging.getLogger("dabir_bot").debug("detail")
    assert lines(stream) == []
