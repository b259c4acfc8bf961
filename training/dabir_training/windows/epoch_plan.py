"""Which clips an epoch's windows hold, and where; kept in flat arrays, since there may be 100,000 windows. Pure."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

PIECE: Final = np.dtype([("row", "i4"), ("at", "i4"), ("speed", "f4")])
WINDOW: Final = np.dtype(
    [
        ("first", "i4"),
        ("count", "i4"),
        ("straddles", "?"),
        ("before", "i4"),
        ("language", "i2"),
        ("has_times", "?"),
        ("is_clean", "?"),
        ("length", "i4"),
    ]
)
NOTHING_BEFORE: Final = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """A clip in a window: its row in the index, the window's sample where its sound begins, and how fast it is."""

    row: int
    at: int
    speed: float


@dataclass(frozen=True, slots=True)
class PlannedWindow:
    """What a window holds.

    pieces      clips that are heard wholly, in order; none in an empty window
    straddler   the clip that the window's end cuts: only its start time is written
    previous    rows of the clips whose text is told before
    language    number of the language in the index
    length      of the model's input, in samples
    """

    pieces: tuple[Piece, ...]
    straddler: Piece | None
    previous: tuple[int, ...]
    language: int
    has_times: bool
    is_clean: bool
    length: int


@dataclass(frozen=True, slots=True)
class EpochPlan:
    """All windows of an epoch.

    pieces    (pieces,) PIECE, window after window; a straddler stands after its window's own pieces
    windows   (windows,) WINDOW; `before` is the window whose text is told, or NOTHING_BEFORE
    order     (windows,) the shuffled places of windows
    """

    pieces: np.ndarray[tuple[int, ...], np.dtype[np.void]]
    windows: np.ndarray[tuple[int, ...], np.dtype[np.void]]
    order: NDArray[np.int32]

    def __len__(self) -> int:
        """How many windows there are."""
        return len(self.windows)

    def __getitem__(self, place: int) -> PlannedWindow:
        """The window at a place of the shuffled order."""
        window = self.windows[self.order[place]]
        end = int(window["first"] + window["count"])
        before = int(window["before"])
        return PlannedWindow(
            pieces=tuple(_piece(each) for each in self.pieces[window["first"] : end]),
            straddler=_piece(self.pieces[end]) if window["straddles"] else None,
            previous=() if before == NOTHING_BEFORE else self._rows(before),
            language=int(window["language"]),
            has_times=bool(window["has_times"]),
            is_clean=bool(window["is_clean"]),
            length=int(window["length"]),
        )

    @property
    def lengths(self) -> NDArray[np.int32]:
        """Of the model's input, by place, in samples."""
        return np.asarray(self.windows["length"][self.order], np.int32)

    def _rows(self, number: int) -> tuple[int, ...]:
        window = self.windows[number]
        return tuple(int(row) for row in self.pieces["row"][window["first"] : window["first"] + window["count"]])


def _piece(stored: np.void) -> Piece:
    return Piece(int(stored["row"]), int(stored["at"]), float(stored["speed"]))
