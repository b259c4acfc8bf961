"""How preparing tells how far it is."""

from typing import Protocol


class Show(Protocol):
    """Shows how far a step is."""

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """So many of so many are done; None where nobody knows how many there are."""


def show_nothing(step: str, done: int, total: int | None) -> None:
    """For callers that watch nothing."""
