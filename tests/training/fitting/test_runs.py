"""The run files that come with the package: each can be read, and keeps what it promises."""

from dataclasses import replace
from pathlib import Path

import pytest

import dabir_training
from dabir_training.configuration import FittingSettings, RunConfig, WindowSettings, read_run
from dabir_training.configuration.preparation import SourceKind, SplitPolicy
from dabir_training.fitting.order import updates_of
from dabir_training.fitting.recipe import evaluated_at, learning_rate, warmup_steps

RUNS = Path(dabir_training.__file__).parent / "runs"
FILES = sorted(path.name for path in RUNS.glob("*.toml") if path.name != "demo_fa.toml")
STUDENTS_CLIPS = 16_171


def run(name: str) -> RunConfig:
    return read_run(RUNS / name)


@pytest.mark.parametrize("name", FILES)
def test_run_file_can_be_read_and_says_in_its_header_how_it_is_launched(name: str) -> None:
    text = (RUNS / name).read_text(encoding="utf-8")
    header = text[: text.index("\n\n")]
    for step in ("prepare", "train"):
        assert any(line.split()[1:3] == ["dabir-train", step] and name in line for line in header.splitlines()), step
    assert run(name).language == "fa"


def test_there_is_a_run_for_each_size_and_one_for_the_student() -> None:
    assert {"base_fa.toml", "small_fa.toml", "student_cv11.toml", "turbo_fa.toml"} <= set(FILES)


def test_student_trains_one_epoch_of_1011_steps_at_his_rate() -> None:
    """Facts of his notebook: 16,171 clips, batch 16, 1,011 steps, 1e-5, warm-up 500, an evaluation each 100."""
    config = run("student_cv11.toml")
    rows = config.train.batch * config.train.accumulate
    steps = updates_of(config.train.epochs, STUDENTS_CLIPS, rows=rows)
    assert (rows, steps) == (16, 1011)
    assert learning_rate(config.train, width=768) == 1e-5
    assert warmup_steps(config.train, steps=steps) == 500
    assert sorted(evaluated_at(config.train, steps=steps))[:4] == [100, 200, 300, 400]


def test_student_has_60_percent_of_both_splits_and_is_judged_on_test_as_it_is_written() -> None:
    config = run("student_cv11.toml")
    prepare = config.prepare
    assert (prepare.percent, prepare.test_percent, prepare.splits) == (60.0, 60.0, SplitPolicy.OFFICIAL)
    assert not prepare.is_text_mended
    assert config.train.is_judged_on_test
    assert config.train.evaluation_clips == 0
    assert config.evaluate.is_raw


def test_student_has_one_clip_a_window_and_no_augmentation() -> None:
    config = run("student_cv11.toml")
    alone = WindowSettings(packed=0.0, empty=0.0, timestamps=0.0, prompted=0.0, short_context=False)
    assert config.windows == alone
    assert config.augment.clean == 1.0
    assert config.augment.mask_times == config.augment.mask_bands == 0.0


def test_recommended_run_uses_all_validated_speech_and_the_defaults() -> None:
    config = run("small_fa.toml")
    assert config.prepare.splits is SplitPolicy.VALIDATED
    assert [source.kind for source in config.prepare.sources] == [SourceKind.COMMON_VOICE, SourceKind.HUB]
    assert config.windows == WindowSettings()
    assert config.train == FittingSettings()
    assert not config.train.is_judged_on_test


@pytest.mark.parametrize("name", ["base_fa.toml", "small_fa.toml", "turbo_fa.toml"])
def test_update_of_every_other_run_has_32_windows_and_dev_decides(name: str) -> None:
    train = run(name).train
    assert train.batch * train.accumulate == 32
    assert not train.is_judged_on_test


def test_smaller_gpu_of_turbo_takes_the_lines_at_its_end(tmp_path: Path) -> None:
    text = (RUNS / "turbo_fa.toml").read_text(encoding="utf-8")
    text = text.replace("# [train.lora]", "[train.lora]").replace("# rank", "rank")
    (tmp_path / "turbo.toml").write_text(text, encoding="utf-8")
    config = read_run(tmp_path / "turbo.toml")
    assert config.train.lora is not None
    assert learning_rate(config.train, width=1280) == 1e-4
    assert replace(config.train, lora=None) == run("turbo_fa.toml").train
