"""`dabir transcribe` as a person runs it, with the bundled demo checkpoint."""

import json
import signal
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.end_to_end.command import DABIR, DEMO, DEMO_TEXT, dabir, environment


def test_the_demo_note_comes_out_right_in_every_format(tmp_path: Path) -> None:
    run = dabir(
        "transcribe",
        DEMO,
        "--model",
        "demo",
        "--language",
        "fa",
        "--to",
        "txt,srt,vtt,json,tsv,docx",
        "--out",
        tmp_path,
        home=tmp_path,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == DEMO_TEXT.split()
    assert (tmp_path / "demo.txt").read_text(encoding="utf-8").split() == DEMO_TEXT.split()
    assert (tmp_path / "demo.srt").read_text(encoding="utf-8").startswith("1\n00:00:0")
    assert (tmp_path / "demo.vtt").read_text(encoding="utf-8").startswith("WEBVTT")
    document = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))
    assert document["language"] == "fa"
    assert " ".join(segment["text"] for segment in document["segments"]).split() == DEMO_TEXT.split()
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith("demo")} == {
        f"demo.{kind}" for kind in ("txt", "srt", "vtt", "json", "tsv", "docx")
    }


def test_the_language_is_detected(tmp_path: Path) -> None:
    run = dabir("transcribe", DEMO, "--model", "demo", "--to", "json", "--out", tmp_path, home=tmp_path)
    document = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))
    assert (run.returncode, document["language"]) == (0, "fa")
    assert document["language_probability"] > 0.9


def test_without_words_the_text_is_the_same(tmp_path: Path) -> None:
    run = dabir("transcribe", DEMO, "--model", "demo", "--language", "fa", "--no-words", home=tmp_path)
    assert run.stdout.split() == DEMO_TEXT.split()


def test_a_bad_file_among_good_ones_fails_alone(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp3"
    broken.write_text("this is no sound", encoding="utf-8")
    run = dabir("transcribe", broken, tmp_path / "gone.ogg", DEMO, "--model", "demo", home=tmp_path)
    assert run.returncode == 1
    assert run.stdout.split() == DEMO_TEXT.split()
    assert "broken.mp3" in run.stderr
    assert "gone.ogg" in run.stderr
    assert "2 of 3 files failed" in run.stderr
    assert "Traceback" not in run.stderr


def test_wrong_flags_exit_with_two_and_name_the_nearest(tmp_path: Path) -> None:
    run = dabir("transcribe", DEMO, "--language", "persan", home=tmp_path)
    assert run.returncode == 2
    assert "nearest: fa" in run.stderr
    run = dabir("transcribe", DEMO, "--to", "doc", home=tmp_path)
    assert run.returncode == 2
    assert "srt" in run.stderr


def test_a_folder_that_is_no_checkpoint_is_told_what_is_missing(tmp_path: Path) -> None:
    run = dabir("transcribe", DEMO, "--model", tmp_path, home=tmp_path)
    assert run.returncode == 1
    assert "config.json" in run.stderr
    run = dabir("transcribe", DEMO, "--model", tmp_path / "nowhere", home=tmp_path)
    assert run.returncode == 1
    assert "nowhere" in run.stderr


def test_an_output_folder_that_cannot_be_made_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "texts").touch()
    run = dabir("transcribe", DEMO, "--model", "demo", "--to", "srt", "--out", tmp_path / "texts", home=tmp_path)
    assert run.returncode == 1
    assert str(tmp_path / "texts") in run.stderr
    assert run.stdout == ""


def test_without_a_model_the_demo_is_not_taken_for_one(tmp_path: Path) -> None:
    run = dabir("transcribe", DEMO, home=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert "--model demo" in run.stderr


def test_version_and_help(tmp_path: Path) -> None:
    assert dabir("--version", home=tmp_path).stdout.strip() == f"dabir {version('dabir')}"
    assert "transcribe" in dabir("--help", home=tmp_path).stdout
    assert "--model" in dabir("transcribe", "--help", home=tmp_path).stdout


@pytest.fixture(scope="module")
def long_note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo note sixty times over: half an hour."""
    path = tmp_path_factory.mktemp("long") / "long.ogg"
    loop = ("ffmpeg", "-v", "error", "-nostdin", "-stream_loop", "59", "-i", str(DEMO), "-c", "copy", str(path))
    subprocess.run(loop, check=True, timeout=60)
    return path


@pytest.mark.usefixtures("default_interrupt")
def test_ctrl_c_stops_within_a_second_and_keeps_what_is_finished(long_note: Path, tmp_path: Path) -> None:
    arguments = (
        "transcribe",
        str(long_note),
        "--model",
        "demo",
        "--language",
        "fa",
        "--to",
        "srt",
        "--out",
        str(tmp_path),
    )
    with subprocess.Popen(
        [*DABIR, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(tmp_path),
    ) as running:
        assert running.stdout is not None
        first = running.stdout.readline().strip()
        running.send_signal(signal.SIGINT)
        began = time.monotonic()
        rest, errors = running.communicate(timeout=30)
        took = time.monotonic() - began
    assert running.returncode == 130
    assert first
    assert took < 1.5, "a second, and half a second for a machine that does other things"
    assert "Traceback" not in errors
    kept = (tmp_path / "long.partial.srt").read_text(encoding="utf-8")
    assert all(line in kept.replace("\n", " ") for line in [first, *rest.strip().splitlines()])
    assert not (tmp_path / "long.srt").exists()
