"""How well a checkpoint reads dev, to choose between checkpoints of one run, and all that this figure depends on."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dabir_training.configuration import RunConfig
from dabir_training.evaluation.clip_reading import run_reader
from dabir_training.evaluation.decoding import decode, digest_split
from dabir_training.manifest import Split
from dabir_training.prepare import prepared_set
from dabir_training.scoring import VERSION, score


def wer_on_dev(config: RunConfig, checkpoint: Path) -> float:
    """A checkpoint's WER on the clips of dev that the training is judged on.

    Raises: CheckpointWrong, PreparedSetWrong; ModelError; OptionError for the engine; OSError.
    """
    from dabir_training.windows import ClipWindows

    prepared, settings = prepared_set(config), config.evaluate
    drawn = ClipWindows(
        prepared,
        Split.DEV,
        checkpoint=checkpoint,
        clips=config.train.evaluation_clips or sys.maxsize,
        seed=config.seed,
    )
    with run_reader(config, checkpoint) as reader:
        heard = decode(prepared, map(drawn.clip, range(len(drawn))), reader=reader)
        pairs = [(each.reference, each.hypothesis) for each in heard]
    return score(pairs, is_raw=settings.is_raw, resamples=1).wer.value


def dev_conditions(config: RunConfig) -> dict[str, Any]:
    """What `wer_on_dev` depends on besides the checkpoint. Raises: PreparedSetWrong."""
    settings = config.evaluate
    return {
        "dev": asdict(digest_split(prepared_set(config), Split.DEV)),
        "clips": config.train.evaluation_clips,
        "seed": config.seed,
        "language": config.language,
        "engine": settings.engine,
        "beams": settings.beams,
        "is_raw": settings.is_raw,
        "scoring": VERSION,
    }
