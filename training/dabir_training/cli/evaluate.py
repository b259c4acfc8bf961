"""`dabir-train evaluate`: a checkpoint's error rates on the prepared set, and the page of its worst utterances."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dabir_training.cli.step_bars import StepBars
from dabir_training.configuration import read_run
from dabir_training.manifest import Split

if TYPE_CHECKING:
    from dabir_training.evaluation import Evaluation
    from dabir_training.scoring import Rate


def evaluate(
    run: Annotated[Path, typer.Argument(help="The run file.")],
    *,
    checkpoint: Annotated[
        str, typer.Option(help="Judge this checkpoint's folder, or a model that `dabir models` knows.")
    ] = "",
    split: Annotated[list[Split] | None, typer.Option(help="Judge this split; may be given again.")] = None,
    against: Annotated[
        Path | None, typer.Option(help="Compare with this folder, an evaluation of the same split.")
    ] = None,
) -> None:
    """Decode dev and test, score them, and write results.json and a page to read; goes on where it stopped."""
    from dabir_training.evaluation import EvaluationOptions, evaluate

    options = EvaluationOptions(checkpoint=checkpoint or None, splits=tuple(split or ()), against=against)
    with StepBars() as bars:
        judged = list(evaluate(read_run(run), options, tell=bars))
    for each in judged:
        _tell(each)


def _tell(judged: "Evaluation") -> None:
    told = judged.results
    scores = told.overall
    typer.echo(f"{told.decoding.checkpoint} on {told.decoding.split}: {scores.utterances} clips, {scores.version}")
    for name, rate in (("WER", scores.wer), ("WER strict", scores.wer_strict), ("CER", scores.cer)):
        typer.echo(f"  {name:10}  {_rate(rate)}")
    if told.noise:
        typer.echo(f"  on noise    {told.noise['all'].words_per_minute:.1f} words a minute invented")
    for units, difference in (judged.difference or {}).items():
        low, high = 100 * difference.low, 100 * difference.high
        typer.echo(
            f"  {units.value:10}  {100 * difference.value:+.2f} points ({low:+.2f} to {high:+.2f}) against the other"
        )
    typer.echo(f"  {judged.page}")


def _rate(rate: "Rate") -> str:
    return f"{100 * rate.value:6.2f} %  (95 %: {100 * rate.low:.2f} to {100 * rate.high:.2f})"
