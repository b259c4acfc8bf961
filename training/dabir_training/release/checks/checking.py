"""Reads one clip with the trained model and with every engine asked for, and compares."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from dabir_core.errors import OptionError
from dabir_training.errors import CheckpointWrong
from dabir_training.release.checks import whisper_cpp
from dabir_training.release.checks.clip import Spoken, write_wave
from dabir_training.release.checks.environments import ask, python_of
from dabir_training.release.checks.readings import (
    Reading,
    apart,
    read_trained,
    read_with_dabir,
    require_near,
)

TRAINED: Final = "the trained model (transformers)"
RELEASED: Final = "the release (transformers)"
DABIR: Final = "Dabir"
_CTRANSLATE2: Final = "ctranslate2"
_WHISPER_CPP: Final = "whisper.cpp"
PEERS: Final = (_CTRANSLATE2, _WHISPER_CPP)
"""Of whisper.cpp, what its converter opens is looked at; its engine is not run."""


@dataclass(frozen=True, slots=True)
class Release:
    """A released folder, and what it was made of: for an averaged one, the averaged folder."""

    folder: Path
    trained: Path
    language: str


def check(release: Release, spoken: Spoken, *, peers: tuple[str, ...] = ()) -> Iterator[Reading]:
    """Each engine's reading, as soon as it is there, the trained model's first.

    Raises: CheckpointWrong where an engine does not take the folder or reads something else; PeerFailed; DabirError.
    """
    if unknown := [peer for peer in peers if peer not in PEERS]:
        raise OptionError(f"--check {unknown[0]}: {' or '.join(PEERS)}")
    heard = partial(read_trained, waveform=spoken.waveform, release=release.folder, language=release.language)
    wanted = heard(release.trained)
    yield Reading(TRAINED, wanted, 0.0)
    again = heard(release.folder)
    yield require_near(Reading(RELEASED, again, apart(again, wanted)))
    with tempfile.TemporaryDirectory(prefix="dabir-") as place:
        sound = Path(place) / "clip.wav"
        write_wave(spoken.waveform, sound)
        text, remarks = read_with_dabir(release.folder, sound, language=release.language)
        yield require_near(Reading(DABIR, text, apart(text, wanted), remarks))
        if _CTRANSLATE2 in peers:
            text = _read_with_ctranslate2(release, sound, Path(place) / "converted")
            yield require_near(Reading(_CTRANSLATE2, text, apart(text, wanted)))
    if _WHISPER_CPP in peers and (found := list(whisper_cpp.faults(release.folder))):
        raise CheckpointWrong(f"{_WHISPER_CPP}: {'; '.join(found)}")


def _read_with_ctranslate2(release: Release, sound: Path, target: Path) -> str:
    script = Path(__file__).with_name("ctranslate2_side.py")
    told = ask(python_of(_CTRANSLATE2), script, str(release.folder), str(target), str(sound), release.language)
    return str(told["text"])
