"""metrics.png: the loss and the word error rate of a run over its steps, drawn anew at each evaluation.

matplotlib's figures are used without pyplot: no window, no state shared with whoever else draws.
"""

from pathlib import Path
from typing import Any, Final

from dabir_training.fitting.record import read_metrics

PLOT: Final = "metrics.png"
_LOSS_COLOUR: Final = "tab:blue"
_WER_COLOUR: Final = "tab:red"


def draw(folder: Path) -> Path:
    """Draws what the folder's metrics say and gives the picture's path."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    losses = figure.subplots()
    _line(losses, _points(folder, "loss"), label="training loss", colour=_LOSS_COLOUR)
    rates = losses.twinx()
    _line(rates, [(step, 100 * rate) for step, rate in _points(folder, "wer")], label="WER, %", colour=_WER_COLOUR)
    losses.set_xlabel("step")
    losses.set_ylim(bottom=0)
    rates.set_ylim(bottom=0)
    half = folder / f".{PLOT}.half"
    figure.savefig(half, format="png", dpi=120)
    return half.replace(folder / PLOT)


def _points(folder: Path, name: str) -> list[tuple[float, float]]:
    return [(float(line["step"]), float(line[name])) for line in read_metrics(folder) if name in line]


def _line(axes: Any, points: list[tuple[float, float]], *, label: str, colour: str) -> None:
    axes.plot([step for step, _ in points], [value for _, value in points], color=colour, marker=".")
    axes.set_ylabel(label, color=colour)
