import io
import json

import pytest

from benchmarks.peers.lines import answer, say


def test_a_call_is_made_by_its_name_and_timed() -> None:
    reply = answer({"add": lambda one, two: one + two}, {"call": "add", "with": {"one": 1, "two": 2}})
    assert reply["gave"] == 3
    assert isinstance(reply["wall_s"], float)
    assert isinstance(reply["processor_s"], float)


def test_a_failed_call_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise RuntimeError("101 tokens were wanted and [52] came")

    assert answer({"fail": fail}, {"call": "fail", "with": {}}) == {
        "failed": "RuntimeError: 101 tokens were wanted and [52] came"
    }
    assert "Traceback" in capsys.readouterr().err


def test_a_reply_is_one_line_of_json() -> None:
    out = io.StringIO()
    say(out, {"gave": {"text": "سلام\nدنیا"}})
    (line,) = out.getvalue().splitlines()
    assert json.loads(line) == {"gave": {"text": "سلام\nدنیا"}}
