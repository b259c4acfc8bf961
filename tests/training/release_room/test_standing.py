import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_training.configuration import ReleaseSettings, RunConfig
from dabir_training.errors import CheckpointWrong, Superseded, sentence
from dabir_training.fitting.checkpoints import set_aside
from dabir_training.release import average, averaged_folder, release_folder
from dabir_training.release.export import Origin, write_release
from dabir_training.release.mixing import Share
from dabir_training.release.standing import BY_HAND, BY_RUN, current_release, released_checkpoint
from tests.training.release_room.conftest import Save, run_of, sealed
from tests.training.release_room.test_averaging import moved, unasked


@pytest.fixture
def config(trained: Path, tmp_path: Path) -> RunConfig:
    """Two checkpoints, averaged."""
    found = run_of(tmp_path / "run", ReleaseSettings(average=2))
    for step, wer in ((1, 0.2), (2, 0.3)):
        sealed(found, trained, step, wer=wer)
    average(found, unasked)
    return found


def released(config: RunConfig, checkpoint: Path, chosen: str = BY_RUN) -> None:
    """The release's folder without the check that engines read it."""
    folder = release_folder(config)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write_release(Origin((Share(checkpoint, 1.0),), checkpoint, "fa", {"chosen": chosen}), folder)


def test_what_was_averaged_of_the_best_is_released(config: RunConfig) -> None:
    assert released_checkpoint(config) == averaged_folder(config)


def test_an_average_of_other_checkpoints_is_refused_with_the_command(
    config: RunConfig, save_demo: Save, tmp_path: Path
) -> None:
    sealed(config, moved(save_demo, tmp_path / "better", 1.0), 3, wer=0.1)

    with pytest.raises(Superseded, match="run `dabir-train average`") as raised:
        released_checkpoint(config)

    assert "other checkpoints" in sentence(raised.value, "en")


def test_an_average_of_checkpoints_of_the_same_names_is_refused(
    config: RunConfig, save_demo: Save, tmp_path: Path
) -> None:
    sealed(config, moved(save_demo, tmp_path / "other", 1.0), 2, wer=0.3)

    with pytest.raises(Superseded):
        released_checkpoint(config)


def test_an_average_by_other_settings_is_refused(config: RunConfig) -> None:
    with pytest.raises(Superseded):
        released_checkpoint(replace(config, release=ReleaseSettings(average=2, toward_base=0.1)))


def test_a_release_of_an_earlier_run_is_refused_after_a_fresh_start(config: RunConfig, trained: Path) -> None:
    released(config, averaged_folder(config))
    assert current_release(config) == release_folder(config)
    set_aside(config.checkpoints)
    assert current_release(config) == release_folder(config)
    config.checkpoints.mkdir()

    with pytest.raises(CheckpointWrong):
        current_release(config)


def test_a_release_is_refused_once_a_better_checkpoint_stands(trained: Path, save_demo: Save, tmp_path: Path) -> None:
    config = run_of(tmp_path / "run")
    released(config, sealed(config, trained, 1, wer=0.2))
    assert current_release(config) == release_folder(config)
    sealed(config, moved(save_demo, tmp_path / "better", 1.0), 2, wer=0.1)

    with pytest.raises(Superseded, match="run `dabir-train export`"):
        current_release(config)


def test_a_release_chosen_by_hand_holds_as_long_as_its_checkpoint_is_the_same(
    trained: Path, save_demo: Save, tmp_path: Path
) -> None:
    config = run_of(tmp_path / "run")
    sealed(config, moved(save_demo, tmp_path / "better", 1.0), 2, wer=0.1)
    released(config, sealed(config, trained, 1, wer=0.2), BY_HAND)
    assert current_release(config) == release_folder(config)
    sealed(config, moved(save_demo, tmp_path / "other", 2.0), 1)

    with pytest.raises(Superseded):
        current_release(config)


def test_a_release_without_checkpoints_beside_it_is_taken(trained: Path, tmp_path: Path) -> None:
    config = run_of(tmp_path / "run", ReleaseSettings(average=2))
    assert current_release(config) is None
    config.folder.mkdir()
    released(config, trained)

    assert current_release(config) == release_folder(config)
