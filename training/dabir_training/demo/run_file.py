"""The run file: TOML to frozen settings; a key that is not known is refused with the nearest one named."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar


class RunFileError(ValueError):
    """The run file has an unknown, missing or mistyped key."""


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """What is synthesised."""

    sentences: int
    held_out_sentences: int
    voices: tuple[str, ...]
    slowest_words_per_minute: int
    fastest_words_per_minute: int
    lowest_pitch: int
    highest_pitch: int
    opus_share: float
    opus_bit_rate: int
    processes: int


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The shape of the Whisper that is trained."""

    bpe_tokens: int
    width: int
    encoder_layers: int
    decoder_layers: int
    heads: int
    hidden_width: int
    mel_bins: int
    window_seconds: float
    target_positions: int


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Steps, batches and weights of the losses."""

    steps: int
    short_steps: int
    warmup_steps: int
    decay_steps: int
    short_batch: int
    full_batch: int
    learning_rate: float
    weight_decay: float
    clip_norm: float
    label_smoothing: float
    ctc_weight: float
    guide_weight: float
    timestamp_share: float
    previous_share: float
    empty_share: float
    checkpoint_every_steps: int
    processes: int


@dataclass(frozen=True, slots=True)
class Run:
    """One whole run."""

    seed: int
    corpus: CorpusSettings
    model: ModelSettings
    training: TrainingSettings


_Section = TypeVar("_Section", CorpusSettings, ModelSettings, TrainingSettings)


def read_run(path: Path) -> Run:
    """Reads a run file. Raises RunFileError naming the key, and for a misspelt key the nearest known one."""
    with path.open("rb") as stream:
        table = tomllib.load(stream)
    _check_keys(table, {"seed", "corpus", "model", "training"}, place="the top")
    return Run(
        seed=_typed(table["seed"], int, name="seed"),
        corpus=_section(CorpusSettings, table["corpus"], place="[corpus]"),
        model=_section(ModelSettings, table["model"], place="[model]"),
        training=_section(TrainingSettings, table["training"], place="[training]"),
    )


def _section(kind: type[_Section], table: Mapping[str, Any], *, place: str) -> _Section:
    types = {field.name: field.type for field in fields(kind)}
    _check_keys(table, set(types), place=place)
    values: dict[str, Any] = {name: _value(table[name], expected, name=name) for name, expected in types.items()}
    return kind(**values)


def _check_keys(table: Mapping[str, Any], known: set[str], *, place: str) -> None:
    for key in table:
        if key not in known:
            nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
            raise RunFileError(f"unknown key {key!r} in {place}; did you mean {nearest!r}?")
    if missing := sorted(known - set(table)):
        raise RunFileError(f"{place} lacks {', '.join(missing)}")


def _value(value: object, expected: object, *, name: str) -> object:
    if expected is int or expected is float:
        return _typed(value, expected, name=name)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RunFileError(f"{name} must be a list of strings")
    return tuple(value)


_Number = TypeVar("_Number", int, float)


def _typed(value: object, expected: type[_Number], *, name: str) -> _Number:
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        return expected(value)
    if not isinstance(value, expected) or isinstance(value, bool):
        raise RunFileError(f"{name} must be of type {expected.__name__}, not {type(value).__name__}")
    return value
