"""The same run on many machines by Ray Train: it starts the processes and starts them again where a machine goes away.

Each worker calls `train` with the same settings; what Ray says in its environment makes them one distributed run.
The run's folder, or its mirror, must be one that all machines see.
Source: Ray's documentation, "Get Started with Distributed Training using Hugging Face Transformers" (V2 API).
"""

from typing import Final

import torch

from dabir_training.configuration import RunConfig
from dabir_training.errors import TrainingError
from dabir_training.fitting.callbacks import Watch
from dabir_training.fitting.note import noted_steps
from dabir_training.fitting.start import require
from dabir_training.fitting.train import RunResult, put_aside, result, train

_RESTARTS: Final = 3


def train_on_ray(config: RunConfig, *, workers: int, watch: Watch | None = None, is_fresh: bool = False) -> RunResult:
    """Trains on so many workers of the Ray cluster that is there, or of one of this machine's own.

    `watch` is pickled and called in the first worker. Raises: TrainingError, LibraryMissing.
    """
    require("ray", extra="ray")
    from ray.train import FailureConfig, ScalingConfig
    from ray.train import RunConfig as RayRun
    from ray.train.torch import TorchTrainer
    from ray.train.v2.api.exceptions import TrainingFailedError

    if is_fresh:
        put_aside(config)

    def work() -> None:
        train(config, watch=watch)

    run = RayRun(
        name=config.name,
        storage_path=str((config.folder / "ray").absolute()),
        failure_config=FailureConfig(max_failures=_RESTARTS),
    )
    scaling = ScalingConfig(num_workers=workers, use_gpu=torch.cuda.is_available())
    try:
        TorchTrainer(work, scaling_config=scaling, run_config=run).fit()
    except TrainingFailedError as cause:
        raise TrainingError(f"Ray: {cause}") from cause
    return result(config, steps=noted_steps(config))
