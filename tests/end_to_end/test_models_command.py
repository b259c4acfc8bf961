"""`dabir models …` as a person runs it, on a copy of the bundled demo checkpoint."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from dabir_core.asr.calibrated_heads import FILE_NAME as HEADS_FILE
from dabir_core.models.verdict_file import FILE_NAME, load_verdict
from dabir_core.paths import demo_checkpoint
from tests.core.audio.media import write_wav
from tests.end_to_end.command import DEMO, dabir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demo checkpoint as it was before anybody judged it."""
    folder = tmp_path / "demo-copy"
    shutil.copytree(demo_checkpoint(), folder, ignore=shutil.ignore_patterns(FILE_NAME))
    return folder


@pytest.mark.long
def test_the_demo_checkpoint_earns_short_inputs(folder: Path, tmp_path: Path) -> None:
    run = dabir("models", "check", folder, DEMO, "--json", home=tmp_path)
    assert run.returncode == 0, run.stderr
    document = json.loads(run.stdout)
    assert document["shortest_seconds"] == 6.0
    assert [length["seconds"] for length in document["lengths"]] == [13.0, 10.0, 8.0, 6.0]
    for length in document["lengths"]:
        assert (length["outcome"], length["runaways"], length["worse"]) == ("passed", 0, 0)
    assert document["verdict_file"] == str(folder / FILE_NAME)
    assert (folder / FILE_NAME).is_file()
    assert "6 s" in run.stderr
    assert "۶ ثانیه" in run.stderr


@pytest.mark.long
def test_without_recordings_the_bundled_one_is_used_and_told(folder: Path, tmp_path: Path) -> None:
    run = dabir("models", "check", folder, home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("passed") == 4
    assert not (folder / HEADS_FILE).exists()  # it lists its own
    assert "bundled recording alone" in run.stderr


@pytest.mark.long
def test_what_a_stricter_verdict_on_more_speech_refused_is_granted_only_if_that_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "demo-copy"
    shutil.copytree(demo_checkpoint(), folder)  # with its verdict on 953 notes, which refused 6 s
    shipped = (folder / FILE_NAME).read_bytes()
    check = ("models", "check", folder, "--engine", "openvino-int8", "--json")
    run = dabir(*check, home=tmp_path)
    assert run.returncode == 0, run.stderr
    document = json.loads(run.stdout)
    assert (document["shortest_seconds"], document["verdict_file"]) == (8.0, None)
    assert document["lengths"][-1]["seconds"] == 6.0
    assert (folder / FILE_NAME).read_bytes() == shipped
    assert "An earlier verdict was stricter" in run.stderr
    assert "سخت‌گیرتر" in run.stderr
    run = dabir(*check, "--replace", home=tmp_path)
    assert json.loads(run.stdout)["shortest_seconds"] == 6.0
    assert (folder / FILE_NAME).read_bytes() != shipped


@pytest.mark.long
def test_a_checkpoint_that_lists_no_alignment_heads_gets_some(folder: Path, tmp_path: Path) -> None:
    settings = folder / "generation_config.json"
    listed = json.loads(settings.read_text(encoding="utf-8"))
    heads = listed.pop("alignment_heads")
    settings.write_text(json.dumps(listed), encoding="utf-8")
    run = dabir("models", "check", folder, "--json", home=tmp_path)
    assert run.returncode == 0, run.stderr
    found = json.loads((folder / HEADS_FILE).read_text(encoding="utf-8"))["alignment_heads"]
    assert sorted(found) == sorted(heads)
    assert "word times" in run.stderr
    assert "زمان واژه‌ها" in run.stderr
    assert load_verdict(folder, json.loads(run.stdout)["engine"]) is not None


@pytest.mark.long
def test_heads_that_cannot_be_kept_cost_no_verdict(folder: Path, tmp_path: Path) -> None:
    (folder / HEADS_FILE).mkdir()  # in the way
    run = dabir("models", "check", folder, "--calibrate", home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("passed") == 4
    assert "dabir-heads.json” could not be written" in run.stderr


def test_what_cannot_be_checked_is_told_in_two_languages(folder: Path, tmp_path: Path) -> None:
    quiet = tmp_path / "quiet.wav"
    write_wav(quiet, np.zeros((1, 48_000)), rate_hz=16_000)
    for arguments, code, said in (
        ([tmp_path / "nowhere"], 1, "was not found"),
        ([tmp_path], 1, "config.json"),
        ([folder, tmp_path / "gone.ogg"], 1, "gone.ogg"),
        ([folder, quiet], 1, "no speech was heard"),
        ([folder, "--language", "en"], 2, "SOUND"),
        ([folder, "--engine", "openvono"], 2, "nearest: openvino"),
    ):
        run = dabir("models", "check", *arguments, home=tmp_path)
        assert (run.returncode, run.stdout) == (code, "")
        assert said.lower() in run.stderr.lower()
        assert "کنید" in run.stderr or "بدهید" in run.stderr
        assert "Traceback" not in run.stderr
    assert not (folder / FILE_NAME).exists()
    assert not (folder / HEADS_FILE).exists()


def test_installed_checkpoints_are_listed_with_the_demo(folder: Path, tmp_path: Path) -> None:
    installed = tmp_path / "dabir" / "models" / "whisper-small-fa"
    installed.mkdir(parents=True)
    (installed / "config.json").write_text("{}", encoding="utf-8")
    run = dabir("models", "list", home=tmp_path)
    assert run.returncode == 0
    assert [line.split("\t") for line in run.stdout.splitlines()] == [
        ["demo", str(demo_checkpoint())],
        ["whisper-small-fa", str(installed)],
    ]
