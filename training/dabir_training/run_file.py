"""Run files: TOML to frozen settings. A key that is not known is refused with the nearest one named.

A section is a frozen dataclass; its fields are the keys, their types what a value may be, their defaults what
holds where a key is not written. A tuple of dataclasses is an array of tables; a StrEnum is written by its value.
"""

import difflib
import tomllib
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, Union

from dabir_training.errors import RunFileWrong

Section = TypeVar("Section")
Table = Mapping[str, Any]


def read_table(path: Path) -> Table:
    """The file as it is written. Raises: RunFileWrong where it cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise RunFileWrong(f"{path.name}: {cause}") from cause


def read_section(kind: type[Section], table: Table, *, place: str = "the top") -> Section:
    """A section's settings. Raises: RunFileWrong naming the key, and for an unknown one the nearest known."""
    kinds = typing.get_type_hints(kind)
    settings = fields(kind)  # type: ignore[arg-type] # it is a dataclass
    known = [each.name for each in settings]
    needed = [each.name for each in settings if each.default is MISSING and each.default_factory is MISSING]
    _check_keys(table, known, place=place)
    if missing := [name for name in needed if name not in table]:
        raise RunFileWrong(f"{place} lacks {', '.join(missing)}")
    values = {name: _value(value, kinds[name], name=name) for name, value in table.items()}
    try:
        return kind(**values)
    except ValueError as cause:  # what a section itself refuses
        raise RunFileWrong(f"{place}: {cause}") from cause


def _check_keys(table: Table, known: Iterable[str], *, place: str) -> None:
    known = list(known)
    for key in table:
        if key not in known:
            nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
            raise RunFileWrong(f"unknown key {key!r} in {place}; did you mean {nearest!r}?")


def _value(value: object, kind: Any, *, name: str) -> object:
    if typing.get_origin(kind) in (Union, types.UnionType):  # optional: None is never written
        (kind,) = (each for each in typing.get_args(kind) if each is not type(None))
    if typing.get_origin(kind) is tuple:
        return _several(value, typing.get_args(kind)[0], name=name)
    if is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, Mapping):
            raise RunFileWrong(f"{name} must be a table")
        return read_section(kind, value, place=f"[{name}]")
    if kind is float and type(value) is int:
        return float(value)
    if kind is Path and isinstance(value, str):
        return Path(value).expanduser()
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _named(value, kind, name=name)
    if type(value) is not kind:
        raise RunFileWrong(f"{name} must be of type {kind.__name__}, not {type(value).__name__}")
    return value


def _several(value: object, kind: Any, *, name: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise RunFileWrong(f"{name} must be a list")
    return tuple(_value(each, kind, name=name) for each in value)


def _named(value: object, kind: type[StrEnum], *, name: str) -> StrEnum:
    names = [each.value for each in kind]
    if value not in names:
        raise RunFileWrong(f"{name} must be one of {', '.join(names)}, not {value!r}")
    return kind(value)
