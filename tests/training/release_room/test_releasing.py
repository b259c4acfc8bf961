from pathlib import Path

import pytest
from typer.testing import CliRunner

from dabir_core.cli.__main__ import app as dabir
from dabir_core.errors import OptionError
from dabir_core.paths import samples_folder
from dabir_training.cli.__main__ import app
from dabir_training.configuration import ReleaseSettings
from dabir_training.errors import CheckpointWrong, PreparedSetWrong
from dabir_training.release import Reading, ReleaseOptions, release, release_folder
from dabir_training.release.checks.readings import apart
from tests.training.release_room.conftest import Save, run_of, sealed

RUN_FILE = """
name = "tried"
folder = "{folder}"
model = "demo"
[[prepare.sources]]
kind = "table"
path = "none"
name = "none"
"""


@pytest.mark.long
def test_release_is_read_alike_by_the_trained_model_and_each_engine(trained: Path, tmp_path: Path) -> None:
    config = run_of(tmp_path)
    sealed(config, trained, 100, wer=0.1)
    readings: list[Reading] = []

    folder = release(config, ReleaseOptions(), tell=readings.append)

    assert folder == release_folder(config)
    assert [(each.apart, each.remarks) for each in readings] == [(0.0, ())] * 3
    said = (samples_folder() / "demo.txt").read_text(encoding="utf-8").split()
    heard = readings[0].text.split()
    assert heard == said[: len(heard)]
    assert len(heard) > 10


@pytest.mark.long
def test_what_reads_otherwise_does_not_take_the_place_of_the_last_release(
    trained: Path, save_demo: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = run_of(tmp_path)
    good = sealed(config, trained, 100, wer=0.1)
    before = (release(config, ReleaseOptions()) / "model.safetensors").read_bytes()
    deaf = save_demo(tmp_path / "deaf", lambda name, value: value * 0 if name.endswith("conv1.weight") else value)
    # the release is written from another checkpoint than it is held against
    monkeypatch.setattr("dabir_training.release.releasing.Share", lambda _, weight: _Share(deaf, weight))

    with pytest.raises(CheckpointWrong, match=r"the release \(transformers\) reads other text"):
        release(config, ReleaseOptions(checkpoint=good))

    assert (release_folder(config) / "model.safetensors").read_bytes() == before
    assert not list(tmp_path.glob(".release*"))


class _Share:
    def __init__(self, folder: Path, weight: float) -> None:
        self.folder, self.weight = folder, weight


def test_averaging_that_was_asked_for_comes_first(trained: Path, tmp_path: Path) -> None:
    config = run_of(tmp_path, ReleaseSettings(average=2))
    sealed(config, trained, 100, wer=0.1)

    with pytest.raises(CheckpointWrong, match="run `dabir-train average` first"):
        release(config, ReleaseOptions())


def test_a_set_that_was_made_for_another_run_file_is_not_read(trained: Path, tmp_path: Path) -> None:
    config = run_of(tmp_path)
    sealed(config, trained, 100, wer=0.1)
    config.prepared.mkdir()
    (config.prepared / "manifest.jsonl").touch()

    with pytest.raises(PreparedSetWrong):
        release(config, ReleaseOptions())


def test_difference_is_counted_in_letters_alone() -> None:
    assert apart("سلام، دنيا!", "سلام دنیا") == 0.0
    assert apart("سلام", "سلام دنیا") == pytest.approx(4 / 8)  # four of eight letters are missing


@pytest.mark.long
def test_command_line_averages_exports_and_says_what_is_next(trained: Path, tmp_path: Path) -> None:
    config = run_of(tmp_path)
    sealed(config, trained, 100, wer=0.1)
    run = tmp_path / "run.toml"
    run.write_text(RUN_FILE.format(folder=tmp_path.as_posix()), encoding="utf-8")

    averaged = CliRunner().invoke(app, ["average", str(run)])
    exported = CliRunner().invoke(app, ["export", str(run), "--clip", str(samples_folder() / "demo.ogg")])

    assert (averaged.exit_code, exported.exit_code) == (0, 0)
    assert "checkpoint-100; 0% of the base" in averaged.output
    assert "Dabir, 0.0% apart" in exported.output
    texts = tmp_path / "texts"
    asked = ["transcribe", str(samples_folder() / "demo.ogg"), "--language", "fa", "--to", "txt", "--out", str(texts)]
    written = CliRunner().invoke(dabir, [*asked, "--model", str(release_folder(config))])
    assert written.exit_code == 0
    said = (samples_folder() / "demo.txt").read_text(encoding="utf-8").split()
    assert (texts / "demo.txt").read_text(encoding="utf-8").split() == said
    assert f"Next: dabir-train card {run}" in exported.output


@pytest.mark.network
@pytest.mark.long
def test_ctranslate2_reads_the_release_in_an_environment_of_its_own(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    config = run_of(tmp_path)
    sealed(config, trained, 100, wer=0.1)
    readings: list[Reading] = []

    release(config, ReleaseOptions(peers=("ctranslate2",)), tell=readings.append)

    assert (readings[-1].engine, readings[-1].apart) == ("ctranslate2", 0.0)


def test_an_unknown_engine_to_check_with_is_refused(trained: Path, tmp_path: Path) -> None:
    sealed(run_of(tmp_path), trained, 100, wer=0.1)

    with pytest.raises(OptionError, match=r"--check kaldi: ctranslate2 or whisper\.cpp"):
        release(run_of(tmp_path), ReleaseOptions(peers=("kaldi",)))
