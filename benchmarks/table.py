"""The outcomes as people read them: a Markdown table, which is also what is printed. Pure."""

from collections.abc import Sequence

from benchmarks.outcome import Outcome

_MARKS = {True: "yes", False: "**no**", None: ""}
HEAD = ("what", "against", "figure", "wanted", "reached", "note")


def markdown(outcomes: Sequence[Outcome]) -> str:
    """A table with one line for each outcome, columns aligned for those who read it as it is."""
    lines = [HEAD, *map(cells, outcomes)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    rows = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([rows[0], rule, *rows[1:]]) + "\n"


def cells(outcome: Outcome) -> tuple[str, ...]:
    """One line's cells; what stands in them does not break the table."""
    wanted = "" if outcome.wanted is None else f"{outcome.wanted} {outcome.unit}"
    parts = (outcome.what, outcome.against, shown(outcome), wanted, _MARKS[outcome.is_met], outcome.note)
    return tuple(part.replace("|", "/").replace("\n", " ") for part in parts)


def shown(outcome: Outcome) -> str:
    """The figure with its unit: three digits say enough."""
    return "–" if outcome.figure is None else f"{outcome.figure:.3g} {outcome.unit}"
