"""How many letters part two texts, and where in a long reference a short text belongs. Pure, NumPy.

One row of the table at a time (Wagner and Fischer 1974): in row i the step along the reference is a running minimum of
the costs without it, less the column's number.
"""

import numpy as np
from numpy.typing import NDArray


def edit_distance(text: str, reference: str) -> int:
    """The fewest letters to insert, delete or replace that make one text the other."""
    return int(_costs(text, reference, from_start=True)[-1])


def nearest_stretch(text: str, reference: str) -> str:
    """The stretch of the reference that takes the fewest edits to become the text; of equals the earliest to end."""
    end = int(_costs(text, reference, from_start=False).argmin())
    lengths = _costs(text[::-1], reference[:end][::-1], from_start=True)
    return reference[end - int(lengths.argmin()) : end]


def _costs(text: str, reference: str, *, from_start: bool) -> NDArray[np.int64]:
    """(R + 1,) what the text costs against the reference up to each place, from its start or from anywhere."""
    letters = np.array([ord(letter) for letter in reference], dtype=np.int64)
    places = np.arange(len(reference) + 1)
    row = places if from_start else np.zeros_like(places)
    for said, letter in enumerate(text, start=1):
        replaced = row[:-1] + (letters != ord(letter))
        reached = np.concatenate(([said], np.minimum(row[1:] + 1, replaced)))
        row = np.minimum.accumulate(reached - places) + places
    return row
