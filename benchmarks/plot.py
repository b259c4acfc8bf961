"""Draws a report's ratios against what was wanted: `plot.py REPORT.json PICTURE.png`. Runs where matplotlib is.

Bars of what should be large run to the right of 1 and of what should be small to the left, on a logarithmic axis; a
tick marks what was wanted.
"""

import json
import sys
from pathlib import Path

REACHED, MISSED, STATED = "#2a7a4b", "#b3402e", "#7a7a7a"


def main(report: Path, picture: Path) -> None:
    """Reads the report and writes the picture; rows without a ratio are left out."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    rows = [row for row in json.loads(report.read_text(encoding="utf-8"))["rows"] if is_ratio(row)][::-1]
    figure, axes = pyplot.subplots(figsize=(10, 1.2 + 0.4 * len(rows)), layout="constrained")
    for place, row in enumerate(rows):
        colour = {True: REACHED, False: MISSED, None: STATED}[row["is_met"]]
        axes.barh(place, row["figure"] - 1, left=1, color=colour, height=0.6)
        axes.text(
            row["figure"], place, f" {row['figure']:.2f} ", va="center", ha="left" if row["figure"] > 1 else "right"
        )
        if row["wanted"] is not None:
            axes.plot([float(row["wanted"].split()[1])] * 2, [place - 0.4, place + 0.4], color="black", linewidth=2)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g} ×")
    axes.xaxis.set_minor_formatter("{x:g}")
    axes.margins(x=0.15)
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_yticks(range(len(rows)), [f"{row['what']} / {row['against']}" for row in rows], fontsize=8)
    axes.set_xlabel("ratio to the peer; black: what was wanted")
    figure.savefig(picture, dpi=130)


def is_ratio(row: dict[str, object]) -> bool:
    """Whether a row can be drawn."""
    return row["unit"] == "×" and row["figure"] is not None


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
