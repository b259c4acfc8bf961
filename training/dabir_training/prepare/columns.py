"""Which column holds what, in tables and sets that others made; the names are those in use on the hub and in NeMo."""

from collections.abc import Collection
from typing import Final

from dabir_training.errors import SourceWrong
from dabir_training.manifest import Split

SOUND: Final = ("audio", "path", "audio_filepath", "audio_path", "sound", "file", "file_name", "filename", "wav")
TEXT: Final = ("sentence", "text", "raw_transcription", "transcription", "transcript", "normalized_text")
SPEAKER: Final = ("client_id", "speaker_id", "speaker")
DURATION: Final = ("duration", "duration_seconds", "seconds")
START: Final = ("start", "offset")
GENDER: Final = ("gender", "sex")
AGE: Final = ("age",)
ACCENT: Final = ("accents", "accent")
SPLIT: Final = ("split", "subset")
_SPLITS: Final = {
    "train": Split.TRAIN,
    "training": Split.TRAIN,
    "dev": Split.DEV,
    "validation": Split.DEV,
    "valid": Split.DEV,
    "val": Split.DEV,
    "test": Split.TEST,
}


def needed_column(names: Collection[str], usual: tuple[str, ...], *, told: str, place: str) -> str:
    """The column that the run file tells, or the first of the usual ones. Raises: SourceWrong where there is none."""
    column = told or first_column(names, usual)
    if not column or column not in names:
        raise SourceWrong(f"{place}: no column {told or ' or '.join(usual)}; it has {', '.join(names)}")
    return column


def first_column(names: Collection[str], usual: tuple[str, ...]) -> str:
    """The first of the usual names that is there; "" where none is."""
    return next((name for name in usual if name in names), "")


def split_named(name: str) -> Split | None:
    """The split that others call so."""
    return _SPLITS.get(name.strip().lower())


def speaker_within(source: str, speaker: str) -> str:
    """A speaker's name that is no other's in another source; "" stays."""
    return f"{source}:{speaker}" if speaker else ""
