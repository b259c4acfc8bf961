from pathlib import Path

import pytest

from dabir_training.fitting.on_ray import train_on_ray
from dabir_training.fitting.record import read_metrics
from tests.training.fitting.spoken import config_of, spoken_run


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of Ray's own
def test_two_workers_of_a_local_ray_train_one_run(tmp_path: Path) -> None:
    config = config_of(spoken_run(tmp_path))
    result = train_on_ray(config, workers=2)
    assert (result.step, result.is_finished) == (4, True)
    assert result.best is not None
    lines = [line for line in read_metrics(config.checkpoints) if "loss" in line]
    assert [line["step"] for line in lines] == [1, 2, 3, 4]
    assert sorted(path.name for path in result.best.glob("rng_state_*.pth")) == ["rng_state_0.pth", "rng_state_1.pth"]
