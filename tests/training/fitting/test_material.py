from dataclasses import replace
from pathlib import Path

import pytest

from dabir_core.paths import demo_checkpoint
from dabir_training.configuration import AugmentSettings, FittingSettings, RunConfig, WindowSettings
from dabir_training.errors import PreparedSetWrong
from dabir_training.fitting.material import judged_split, material
from dabir_training.manifest import PREPARED, Split
from tests.training.fitting.made import END_OF_TEXT, NO_TIMESTAMPS, PERSIAN, START_OF_TEXT, TRANSCRIBE
from tests.training.fitting.spoken import config_of, spoken_run


@pytest.fixture
def config(tmp_path: Path) -> RunConfig:
    return config_of(spoken_run(tmp_path))


def test_labels_do_not_begin_with_the_start_that_the_decoder_is_given(config: RunConfig) -> None:
    """The student's collator left <|startoftranscript|> at the head of labels that were then shifted behind another."""
    windows = WindowSettings(packed=0.0, empty=0.0, timestamps=0.0, prompted=0.0, short_context=False)
    found = material(replace(config, windows=windows, augment=AugmentSettings(clean=1.0)), demo_checkpoint())
    batch = found.collate([found.windows[0], found.windows[1]])
    for inputs, labels in zip(batch["decoder_input_ids"].tolist(), batch["labels"].tolist(), strict=True):
        assert inputs[:4] == [START_OF_TEXT, PERSIAN, TRANSCRIBE, NO_TIMESTAMPS]
        assert START_OF_TEXT not in labels
        learned = [(before, label) for before, label in zip(inputs[1:], labels, strict=False) if label not in (-100,)]
        assert all(following == label for following, label in learned if label != END_OF_TEXT)
        assert END_OF_TEXT in labels


def test_dev_is_judged_but_for_who_repeats_the_student(config: RunConfig) -> None:
    assert judged_split(config) is Split.DEV
    assert judged_split(replace(config, train=FittingSettings(is_judged_on_test=True))) is Split.TEST


def test_clips_to_judge_by_are_of_dev_and_as_many_as_asked_for(config: RunConfig) -> None:
    found = material(replace(config, train=replace(config.train, evaluation_clips=1)), demo_checkpoint())
    assert len(found.clips) == 1
    assert found.clips.id(0).startswith("dev-")
    whole = material(replace(config, train=replace(config.train, evaluation_clips=0)), demo_checkpoint())
    assert len(whole.clips) == 2


def test_set_without_clips_to_judge_by_is_refused(config: RunConfig) -> None:
    with pytest.raises(PreparedSetWrong, match="test"):
        material(replace(config, train=replace(config.train, is_judged_on_test=True)), demo_checkpoint())


def test_half_made_set_is_refused(config: RunConfig) -> None:
    """A preparation that found leaks, or was killed, leaves a set without its description."""
    (config.prepared / PREPARED).unlink()
    with pytest.raises(PreparedSetWrong):
        material(config, demo_checkpoint())


def test_set_that_was_made_before_the_run_file_changed_is_refused(config: RunConfig) -> None:
    with pytest.raises(PreparedSetWrong, match="another run file"):
        material(replace(config, prepare=replace(config.prepare, percent=50.0)), demo_checkpoint())
