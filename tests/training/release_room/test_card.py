import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import ModelCard

from dabir_core.models.verdict_file import checkpoint_digest
from dabir_training.configuration import FittingSettings, RunConfig
from dabir_training.errors import CheckpointWrong
from dabir_training.fitting.record import append_metrics
from dabir_training.manifest import Clip, Description, SourceTold, Split
from dabir_training.release import release_folder, write_card
from dabir_training.release.export import Origin, write_release
from dabir_training.release.mixing import Share
from tests.training.release_room.conftest import run_of


def rates(wer: float) -> dict[str, Any]:
    each = {"errors": 1, "units": 10}
    return {
        "utterances": 1234,
        "wer": {"value": wer, "low": wer - 0.01, "high": wer + 0.01, **each},
        "wer_strict": {"value": 0.3, "low": 0.29, "high": 0.31, **each},
        "cer": {"value": 0.05, "low": 0.04, "high": 0.06, **each},
    }


def judge(config: RunConfig, split: Split, *, wer: float = 0.2345, digest: str = "") -> None:
    """results.json as the evaluation room writes it."""
    folder = config.folder / "evaluations" / "release" / split
    folder.mkdir(parents=True)
    found = digest or checkpoint_digest(release_folder(config))
    content = {
        "scoring": "fa-score-1",
        "decoding": {"checkpoint_digest": found, "engine": "openvino int8", "beams": 1},
        "duration": 7200.0,
        "overall": rates(wer),
        "by_gender": {"female": rates(0.25), "male": rates(0.21), "unknown": rates(0.3)},
        "noise": {"all": {"words_per_minute": 1.5}},
    }
    (folder / "results.json").write_text(json.dumps(content), encoding="utf-8")


def prepare(config: RunConfig) -> None:
    """A prepared set as the room `prepare` describes it."""
    config.prepared.mkdir(parents=True)
    told = Description(
        format=1,
        settings_hash="s",
        policy="validated",
        splits_hash="5717f",
        manifest_hash="m",
        clips={"train": 2, "dev": 1, "test": 1},
        sources=(SourceTold("cv", "common_voice", "cv-corpus-27.0-2026-09-11", "f"),),
        language="fa",
        seed=1404,
        percent=100.0,
        test_percent=100.0,
        text_rules="",
    )
    part = {"name": "train", "split": "train", "clips": 341_785, "hours": 373.2, "speakers": 4668}
    report = {
        "rows": 4,
        "splits": [part],
        "sources": [part],
        "genders": [],
        "dropped": [],
        "leaks": {"speakers": 0, "sentences": 0, "examples": []},
    }
    (config.prepared / "prepared.json").write_text(told.text, encoding="utf-8")
    (config.prepared / "report.json").write_text(json.dumps(report), encoding="utf-8")
    line = Clip("cv/1", "a.mp3", 1.0, "سلام", Split.TRAIN, "cv").line
    (config.prepared / "manifest.jsonl").write_text(line + "\n", encoding="utf-8")


@pytest.fixture
def config(trained: Path, tmp_path: Path) -> RunConfig:
    """A run that has released the demo's own weights."""
    found = run_of(tmp_path)
    release_folder(found).mkdir()
    write_release(Origin((Share(trained, 1.0),), trained, "fa"), release_folder(found))
    return found


def card(config: RunConfig) -> str:
    return write_card(config, Path("some/run.toml")).read_text(encoding="utf-8")


def test_what_was_not_measured_is_said_with_the_command_that_measures_it(config: RunConfig) -> None:
    text = card(config)

    for split in ("dev", "test"):
        assert (
            f"**Not measured:** error rates on {split}. One command measures them: `dabir-train evaluate run.toml`"
            in text
        )
        assert f"**سنجیده نشده:** خطای واژه در {split}. این دستور آن را می‌سنجد: `dabir-train evaluate run.toml`" in text
    assert "%" not in text.split("## Data")[0]


def test_figures_stand_with_intervals_version_and_hash(config: RunConfig) -> None:
    prepare(config)
    judge(config, Split.TEST)

    text = card(config)

    assert "| test | 1,234 | 2.00 | 23.45 % (22.45–24.45) | 30.00 % (29.00–31.00) | 5.00 % (4.00–6.00) | 1.50 |" in text
    assert "`fa-score-1`" in text and "`openvino int8`, greedy" in text
    assert "WER by gender on test: female 25.00 % (24.00–26.00) (1,234 clips); male 21.00 %" in text
    assert "split hash `5717f`" in text and "cv-corpus-27.0-2026-09-11" in text
    assert "341,785 clips, 373.20 h, 4,668 speakers" in text
    assert "error rates on dev" in text and "error rates on test" not in text
    assert "خطای واژه در test: 23.45 % (22.45–24.45)" in text


def test_head_is_read_by_the_hub_s_own_library(config: RunConfig) -> None:
    prepare(config)
    judge(config, Split.TEST)

    found = ModelCard.load(write_card(replace(config, name="small-fa"), Path("run.toml"))).data

    assert (found.language, found.license, found.pipeline_tag) == ("fa", "apache-2.0", "automatic-speech-recognition")
    assert found.eval_results is not None
    told = {each.metric_name: each.metric_value for each in found.eval_results}
    assert told == {"wer (fa-score-1)": 23.45, "wer_strict (fa-score-1)": 30.0, "cer (fa-score-1)": 5.0}
    assert {each.dataset_revision for each in found.eval_results} == {"5717f"}


def test_figures_of_other_weights_are_not_told(config: RunConfig) -> None:
    judge(config, Split.TEST, digest="of an earlier release")

    assert "error rates on test" in card(config)


def test_training_tells_steps_time_and_what_it_ran_on(config: RunConfig) -> None:
    config.checkpoints.mkdir()
    append_metrics(config.checkpoints, {"step": 25, "loss": 1.0, "seconds": 1800.0})
    append_metrics(config.checkpoints, {"step": 50, "wer": 0.3, "seconds": 5400.0})

    assert "50 steps of 16 × 2 windows a process; 1.50 h" in card(config)
    assert "Hardware: not told" in card(config)
    told = replace(config, release=replace(config.release, hardware="1 × T4", authors="Sara", contact="s@example.org"))
    assert "Hardware: 1 × T4" in card(told) and "By Sara." in card(told) and "Contact: s@example.org." in card(told)


def test_a_checkpoint_chosen_on_test_is_owned_up_to(config: RunConfig) -> None:
    assert "test was not looked at while training" in card(config)

    student = card(replace(config, train=FittingSettings(is_judged_on_test=True)))

    assert "This run chose its checkpoint on test" in student
    assert "test was not looked at" not in student


def test_card_does_not_make_the_evaluation_stale(config: RunConfig) -> None:
    judge(config, Split.TEST)

    assert card(config) == card(config)
    assert "| test |" in card(config)


def test_without_a_release_the_command_says_what_comes_first(tmp_path: Path) -> None:
    with pytest.raises(CheckpointWrong, match="run `dabir-train export` first"):
        write_card(run_of(tmp_path), Path("run.toml"))
