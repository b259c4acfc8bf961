"""`dabir redo` as a person runs it: a spoilt sentence is mended in place."""

import json
from pathlib import Path

import pytest

from tests.end_to_end.command import DEMO, DEMO_TEXT, dabir


@pytest.mark.parametrize("language", [(), ("--language", "auto")])
def test_a_spoilt_sentence_is_mended_in_place_and_the_rest_stays(tmp_path: Path, language: tuple[str, ...]) -> None:
    made = dabir("transcribe", DEMO, "--model", "demo", "--to", "json", "--out", tmp_path, home=tmp_path)
    assert made.returncode == 0, made.stderr
    path = tmp_path / "demo.json"
    whole = path.read_text(encoding="utf-8")
    document = json.loads(whole)
    second = document["segments"][1]
    second["text"] = "متنی که کسی نگفت"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    start, end = str(second["start"]), str(second["end"])
    run = dabir("redo", path, DEMO, "--from", start, "--until", end, "--model", "demo", *language, home=tmp_path)
    assert run.returncode == 0, run.stderr
    mended = json.loads(path.read_text(encoding="utf-8"))
    assert " ".join(each["text"] for each in mended["segments"]).split() == DEMO_TEXT.split()
    before = json.loads(whole)["segments"]
    assert [mended["segments"][0], *mended["segments"][2:]] == [before[0], *before[2:]]
    assert run.stdout.split() == before[1]["text"].split()


def test_a_part_that_is_none_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    path.write_text("{}", encoding="utf-8")
    run = dabir("redo", path, DEMO, "--from", "5", "--until", "4", "--model", "demo", home=tmp_path)
    assert run.returncode == 2
    assert path.read_text(encoding="utf-8") == "{}"
