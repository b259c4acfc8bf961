import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import jiwer
import pytest
import soundfile

from dabir_core.paths import demo_checkpoint
from dabir_training.configuration import EvaluationSettings, RunConfig
from dabir_training.errors import CheckpointWrong, NotComparable, PreparedSetWrong, sentence
from dabir_training.evaluation import (
    EvaluationOptions,
    dev_conditions,
    evaluate,
    evaluation_folder,
    read_hypotheses,
    wer_on_dev,
)
from dabir_training.evaluation.clip_reading import clip_sound
from dabir_training.evaluation.decoding import digest_split
from dabir_training.evaluation.hypotheses import DECODING, HYPOTHESES, Decoding, HypothesisFile, Utterance
from dabir_training.evaluation.running import evaluated_as
from dabir_training.manifest import MANIFEST, PreparedSet, Split
from tests.training.evaluation.spoken_set import TEXTS, run_of, speak_set

DEMO = EvaluationOptions(checkpoint="demo")
FAST = EvaluationSettings(splits=(Split.TEST,), noise_seconds=30.0, engine="openvino-f32", resamples=50)
WRONG = (*TEXTS[:3], "نان شب گران است.")
"""The last text is another one than is said."""


@pytest.fixture
def run(tmp_path: Path) -> RunConfig:
    return run_of(tmp_path / "run", FAST, mirror=tmp_path / "drive")


@pytest.fixture
def prepared(run: RunConfig) -> PreparedSet:
    folder = speak_set(run.prepared, WRONG)
    manifest = folder / "manifest.jsonl"
    lines = manifest.read_text(encoding="utf-8").replace(WRONG[3], "گربه زیر میز است.")
    manifest.write_text(lines, encoding="utf-8")
    return PreparedSet(folder)


def test_an_evaluation_says_what_was_wrong_and_lets_it_be_heard(run: RunConfig, prepared: PreparedSet) -> None:
    told: list[tuple[str, int, int | None]] = []
    (judged,) = evaluate(run, DEMO, tell=lambda *step: told.append(step))
    assert judged.folder == evaluation_folder(run, "demo", Split.TEST)
    utterances = list(read_hypotheses(judged.folder))
    assert [each.id for each in utterances] == [clip.id for clip in prepared.clips()]
    plain = [each.hypothesis.strip(".").replace("\u200c", " ") for each in utterances]
    references = [each.reference.strip(".").replace("\u200c", " ") for each in utterances]
    assert judged.results.overall.wer.value == pytest.approx(jiwer.wer(references, plain))
    assert judged.results.overall.wer.errors > 0
    page = judged.page.read_text(encoding="utf-8")
    assert "گربه" in page
    assert 'src="sounds/001.mp3"' in page
    (heard,) = [clip for clip in prepared.clips() if "گربه" in clip.text]
    sound, rate = soundfile.read(judged.folder / "sounds/001.mp3")
    assert sound.size / rate == pytest.approx(clip_sound(prepared, heard).size / 16000, abs=0.15)
    assert told[-1] == ("test", 4, 4)
    assert any(step[0].startswith("noise") for step in told)


def test_what_was_decoded_and_heard_is_not_done_again(run: RunConfig, prepared: PreparedSet) -> None:
    (first,) = evaluate(run, DEMO, tell=lambda *_: None)
    told: list[str] = []
    (second,) = evaluate(run, DEMO, tell=lambda step, *_: told.append(step))
    assert told == []
    assert second.results == first.results


def test_the_second_folder_gets_it_too(run: RunConfig, prepared: PreparedSet) -> None:
    (judged,) = evaluate(run, DEMO, tell=lambda *_: None)
    assert run.mirror is not None
    copy = run.mirror / "evaluations/demo/test"
    assert (copy / "results.json").read_bytes() == (judged.folder / "results.json").read_bytes()
    assert (copy / "sounds/001.mp3").is_file()


def test_a_checkpoint_does_not_differ_from_itself(run: RunConfig, prepared: PreparedSet, tmp_path: Path) -> None:
    run = replace(run, evaluate=replace(FAST, noise_seconds=0.0))
    (first,) = evaluate(run, DEMO, tell=lambda *_: None)
    copy = Path(shutil.copytree(first.folder, tmp_path / "copy"))
    (second,) = evaluate(run, replace(DEMO, against=copy), tell=lambda *_: None)
    assert second.difference is not None
    assert all((each.value, each.low, each.high) == (0.0, 0.0, 0.0) for each in second.difference.values())
    assert json.loads((second.folder / "comparison.json").read_text(encoding="utf-8"))["wer"]["value"] == 0.0


@pytest.fixture
def unloadable(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: object) -> None:
        raise AssertionError("a checkpoint was loaded before what it is compared with was looked at")

    monkeypatch.setattr("dabir_training.evaluation.running.run_reader", load)


def other_evaluation(run: RunConfig, folder: Path, split: Split = Split.TEST) -> Path:
    """A finished one of the set that the run has."""
    prepared = PreparedSet(run.prepared)
    digest = digest_split(prepared, Split.TEST)
    decoding = Decoding("other", "d", "e", "fa", 1, split, digest.clips, digest.hash)
    file = HypothesisFile(folder, decoding)
    for clip in prepared.clips(Split.TEST):
        file.append(Utterance(clip.id, clip.text, clip.text, 1.0))
    return folder


@pytest.mark.usefixtures("unloadable", "prepared")
def test_what_cannot_be_compared_with_is_refused_before_anything_is_loaded(run: RunConfig, tmp_path: Path) -> None:
    own = other_evaluation(run, evaluation_folder(run, "demo", Split.TEST))
    unfinished = other_evaluation(run, tmp_path / "unfinished")
    (unfinished / HYPOTHESES).write_text("", encoding="utf-8")
    of_dev = other_evaluation(run, tmp_path / "dev", Split.DEV)
    of_other_clips = other_evaluation(run, tmp_path / "clips")
    decoding = (of_other_clips / DECODING).read_text(encoding="utf-8")
    (of_other_clips / DECODING).write_text(re.sub('"split_hash": "..', '"split_hash": "zz', decoding), encoding="utf-8")
    refused = {own: "the very folder", unfinished: "0 clips, not 4", of_dev: "of dev", of_other_clips: "other clips"}
    for against, why in {**refused, tmp_path / "nowhere": "no evaluation"}.items():
        with pytest.raises(NotComparable, match=why) as raised:
            list(evaluate(run, replace(DEMO, splits=(Split.TEST,), against=against), tell=lambda *_: None))
        assert "Remove" not in sentence(raised.value, "en")


@pytest.mark.usefixtures("prepared")
def test_the_split_is_that_of_what_is_compared_with(run: RunConfig, tmp_path: Path) -> None:
    run = replace(run, evaluate=replace(FAST, splits=(Split.DEV,), noise_seconds=0.0))
    (judged,) = evaluate(run, replace(DEMO, against=other_evaluation(run, tmp_path / "other")), tell=lambda *_: None)
    assert judged.results.decoding.split == "test"


def test_another_run_s_release_is_not_taken_for_this_run_s(run: RunConfig, tmp_path: Path) -> None:
    assert evaluated_as(run, run.folder / "release") == "release"
    assert evaluated_as(run, tmp_path / "student" / "release") == "student-release"
    assert evaluated_as(run, run.checkpoints / "checkpoint-5") == "checkpoint-5"
    assert evaluated_as(run, tmp_path / "models" / "small") == "small"


def test_raw_scores_compare_the_strings_as_they_are(run: RunConfig, prepared: PreparedSet) -> None:
    run = replace(run, evaluate=replace(FAST, is_raw=True, noise_seconds=0.0))
    (judged,) = evaluate(run, DEMO, tell=lambda *_: None)
    utterances = list(read_hypotheses(judged.folder))
    raw = jiwer.wer([each.reference for each in utterances], [each.hypothesis for each in utterances])
    assert judged.results.overall.wer.value == raw
    assert "raw" in judged.results.overall.version


def test_before_anything_is_trained_there_is_nothing_to_judge(run: RunConfig, prepared: PreparedSet) -> None:
    with pytest.raises(CheckpointWrong):
        list(evaluate(run, EvaluationOptions(), tell=lambda *_: None))


def test_a_set_that_was_made_for_another_run_file_is_refused(run: RunConfig, prepared: PreparedSet) -> None:
    other = replace(run, seed=run.seed + 1)
    with pytest.raises(PreparedSetWrong, match="another run file"):
        list(evaluate(other, DEMO, tell=lambda *_: None))
    with pytest.raises(PreparedSetWrong, match="another run file"):
        wer_on_dev(other, demo_checkpoint())


def test_conditions_of_a_judgement_change_with_how_it_is_made(run: RunConfig) -> None:
    speak_set(run.prepared, TEXTS[:1], split=Split.DEV)
    before = dev_conditions(run)
    assert dev_conditions(replace(run, evaluate=replace(FAST, beams=5))) != before
    assert dev_conditions(replace(run, evaluate=replace(FAST, is_raw=True))) != before
    speak_set(run.prepared.with_name("more"), TEXTS[1:2], split=Split.DEV)
    manifest = run.prepared.with_name("more") / MANIFEST
    (run.prepared / MANIFEST).write_text(manifest.read_text(encoding="utf-8"), encoding="utf-8")
    assert dev_conditions(run) != before


@pytest.mark.long
def test_checkpoints_are_chosen_by_their_rate_on_the_clips_of_dev(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", replace(FAST, noise_seconds=0.0))
    speak_set(run.prepared, TEXTS, split=Split.DEV)
    (judged,) = evaluate(run, replace(DEMO, splits=(Split.DEV,)), tell=lambda *_: None)
    assert wer_on_dev(run, demo_checkpoint()) == judged.results.overall.wer.value
