import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

from dabir_training.cli.__main__ import app
from dabir_training.configuration import (
    AugmentSettings,
    EvaluationSettings,
    FittingSettings,
    LoraSettings,
    Optimizer,
    RunConfig,
)
from dabir_training.doctor import Grade, examine
from tests.training.doctor.conftest import run_of

PERSIAN = {chr(code) for code in range(0x600, 0x700)}


def told(config: RunConfig, grade: Grade = Grade.WRONG) -> list[str]:
    return [finding("en") for finding in examine(config, is_timed=False) if finding.grade is grade]


def wrong(config: RunConfig) -> str:
    (line,) = told(config)
    return line


def test_a_run_that_is_ready_has_nothing_wrong(prepared: RunConfig) -> None:
    lines = told(prepared, Grade.GOOD)

    assert not told(prepared)
    assert any("3 clips to train" in line and "1 of dev, 1 of test; 2 speakers" in line for line in lines)
    assert any("5 clips drawn by chance were all decoded" in line for line in lines)
    assert any("2 million weights stored as F16, trained as float32" in line for line in lines)


def test_every_finding_is_one_line_in_each_language(prepared: RunConfig) -> None:
    spoilt = replace(
        prepared, mirror=prepared.folder / "mirror", train=replace(prepared.train, learning_rate=1.0, evaluations=0)
    )
    findings = [*examine(spoilt, is_timed=False), *examine(run_of(prepared.folder / "other"), is_timed=False)]

    assert len(findings) > 12
    for finding in findings:
        assert "\n" not in finding("en") + finding("fa")
        assert not PERSIAN & {*finding("en")}
        assert PERSIAN & {*finding("fa")}


def test_nothing_prepared_names_the_command(tmp_path: Path) -> None:
    assert "Run `dabir-train prepare`" in wrong(run_of(tmp_path))


def test_a_set_that_was_not_finished_is_told(prepared: RunConfig) -> None:
    (prepared.prepared / "prepared.json").unlink()

    assert "lacks prepared.json: it was not finished" in wrong(prepared)


def test_a_set_of_another_run_file_is_told(prepared: RunConfig) -> None:
    assert "made for another run file" in wrong(replace(prepared, seed=prepared.seed + 1))


def test_a_sound_that_cannot_be_decoded_is_named(prepared: RunConfig, tmp_path: Path) -> None:
    (tmp_path / "2.wav").write_bytes(b"no sound at all")

    assert "1 of 5 clips drawn by chance cannot be decoded, told/000003 first" in wrong(prepared)


def test_sounds_that_are_gone_are_told(prepared: RunConfig, tmp_path: Path) -> None:
    (tmp_path / "0.wav").unlink()

    assert f"{tmp_path / '0.wav'} is missing" in wrong(prepared)


def test_a_label_beyond_the_decoder_is_named_with_its_length(prepared: RunConfig) -> None:
    manifest = prepared.prepared / "manifest.jsonl"
    lines = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    lines[0]["text"] = " سلام" * 500  # a word is a token at least, and the decoder has 448 places
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    manifest.write_text(text, encoding="utf-8")

    assert "1 labels are longer than the 443 tokens" in wrong(prepared)
    assert lines[0]["id"] in wrong(prepared)


def test_a_speaker_of_training_in_test_is_told(prepared: RunConfig) -> None:
    manifest = prepared.prepared / "manifest.jsonl"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("told:mina", "told:sara"), encoding="utf-8")

    assert "1 speakers of training are in test too" in wrong(prepared)


def test_a_model_that_is_not_there_is_told_in_core_s_words(prepared: RunConfig) -> None:
    assert "no-such-model" in wrong(replace(prepared, model="no-such-model"))


def test_a_language_that_the_model_lacks_is_told(prepared: RunConfig) -> None:
    lines = told(replace(prepared, language="xx"))

    assert any("has no token for the language xx" in line for line in lines)


@pytest.mark.parametrize(
    ("train", "said"),
    [
        (FittingSettings(learning_rate=1.0), "learning_rate = 1 is far above"),
        (FittingSettings(learning_rate=2e-4), "learning_rate = 0.0002 is far above"),
        (FittingSettings(optimizer=Optimizer.ADAMW_8BIT), "bitsandbytes is not installed"),
        (FittingSettings(trackers=("trackio",)), "pip install 'dabir[trackio]'"),
    ],
)
def test_settings_that_would_fail_are_wrong(prepared: RunConfig, train: FittingSettings, said: str) -> None:
    assert any(said in line for line in told(replace(prepared, train=train)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"train": FittingSettings(is_judged_on_test=True)}, "its WER there is no measure"),
        ({"train": FittingSettings(steps=1011, warmup=500)}, "warmup takes 500 of 1011 steps"),
        ({"train": FittingSettings(evaluations=0)}, "the last one is taken"),
        ({"evaluate": EvaluationSettings(is_raw=True)}, "up to 42 points"),
    ],
)
def test_settings_that_one_regrets_are_costly(prepared: RunConfig, change: dict[str, object], said: str) -> None:
    config = replace(prepared, **change)  # type: ignore[arg-type]

    assert any(said in line for line in told(config, Grade.COSTLY))
    assert not told(config)


def test_adapters_bear_ten_times_the_rate(prepared: RunConfig) -> None:
    lora = FittingSettings(learning_rate=1e-3, lora=LoraSettings())

    assert not [line for line in told(replace(prepared, train=lora)) if "learning_rate" in line]


def test_a_noise_folder_that_is_missing_is_told(prepared: RunConfig) -> None:
    assert "no-noise is missing" in wrong(replace(prepared, augment=AugmentSettings(noise_folder="no-noise")))


def test_a_mirror_is_tried_and_left_empty(prepared: RunConfig) -> None:
    config = replace(prepared, mirror=prepared.folder / "mirror")

    assert any("takes files and renames them" in line for line in told(config, Grade.GOOD))
    assert any("same disk" in line for line in told(config, Grade.COSTLY))
    assert list((prepared.folder / "mirror").iterdir()) == []


def test_a_mirror_that_cannot_be_written_is_told(prepared: RunConfig) -> None:
    (prepared.folder / "file").touch()

    assert "cannot be written" in wrong(replace(prepared, mirror=prepared.folder / "file" / "mirror"))


@pytest.mark.long
def test_pace_is_measured_where_nothing_is_wrong(prepared: RunConfig) -> None:
    threads = torch.get_num_threads()
    torch.set_num_threads(min(2, os.cpu_count() or 1))
    last = list(examine(prepared))[-1]
    torch.set_num_threads(threads)

    assert last.grade in (Grade.GOOD, Grade.COSTLY)
    assert last("en").startswith("Pace: the loader makes ")


def test_command_exits_with_one_where_something_is_wrong(prepared: RunConfig, tmp_path: Path) -> None:
    run = tmp_path / "run.toml"
    text = f'name = "small"\nfolder = "{prepared.folder.as_posix()}"\nmodel = "demo"\n[[prepare.sources]]\n'
    run.write_text(
        text + f'kind = "table"\npath = "{tmp_path.as_posix()}/clips.tsv"\nname = "other"\n', encoding="utf-8"
    )

    done = CliRunner().invoke(app, ["doctor", str(run), "--quick"])

    assert done.exit_code == 1
    assert "✗ The prepared set cannot be used" in done.output
    assert "✓ Libraries:" in done.output
