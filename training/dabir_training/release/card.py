"""The model card: README.md of the released folder, with the figures that were measured and what was not.

The metadata at its head is huggingface_hub's, so that a hub shows the figures where it shows those of others.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from dabir_core.whole_file import write_whole
from dabir_training.configuration import RunConfig
from dabir_training.errors import CheckpointWrong
from dabir_training.release.card_text import english, persian
from dabir_training.release.figures import Figures, Judged, read_figures
from dabir_training.release.standing import current_release, release_folder

if TYPE_CHECKING:
    from huggingface_hub import EvalResult, ModelCardData

CARD: Final = "README.md"
_TASK: Final = "automatic-speech-recognition"


def write_card(config: RunConfig, run: Path) -> Path:
    """Writes the card beside the weights and gives its path; `run` is the run file, which the card names.

    Raises: CheckpointWrong where nothing is released; Superseded where other checkpoints stand than were released;
    PreparedSetWrong; ModelError; OSError.
    """
    folder = current_release(config)
    if folder is None:
        raise CheckpointWrong(f"{release_folder(config)}: run `dabir-train export` first")
    figures = read_figures(config)
    body = "\n".join((english(config, figures, run=run.name), persian(config, figures, run=run.name)))
    write_whole(folder / CARD, f"---\n{_metadata(config, figures).to_yaml()}\n---\n{body}")
    return folder / CARD


def _metadata(config: RunConfig, figures: Figures) -> "ModelCardData":
    from huggingface_hub import ModelCardData

    results = [result for judged in figures.judged.values() for result in _results(figures, judged)]
    return ModelCardData(
        language=config.language,
        license=config.release.licence,
        base_model=figures.base_id,
        library_name="transformers",
        pipeline_tag=_TASK,
        tags=["whisper", "dabir"],
        metrics=["wer", "cer"],
        model_name=config.name,
        eval_results=results or None,
    )


def _results(figures: Figures, judged: Judged) -> "list[EvalResult]":
    from huggingface_hub import EvalResult

    told = {"wer": judged.wer, "wer_strict": judged.wer_strict, "cer": judged.cer}
    releases = [source.release or source.name for source in figures.prepared.sources] if figures.prepared else []
    return [
        EvalResult(
            task_type=_TASK,
            dataset_type="dabir-prepared",
            dataset_name=", ".join(releases) or "unknown",
            dataset_split=judged.split.value,
            dataset_revision=figures.prepared.splits_hash if figures.prepared else None,
            metric_type="cer" if name == "cer" else "wer",
            metric_name=f"{name} ({judged.scoring})",
            metric_value=round(100 * rate.value, 2),
        )
        for name, rate in told.items()
    ]
