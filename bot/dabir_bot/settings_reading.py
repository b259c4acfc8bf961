"""From environment and file to `Settings`: each key has one reader, which takes text as well as TOML's own values."""

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from dabir_bot.errors import SettingError, SettingMissing, SettingsFileWrong, SettingUnknown, SettingWrong
from dabir_bot.settings import PARTS, Door, Role, Settings, Token
from dabir_core.asr.engines.choice import ENGINE_NAMES
from dabir_core.errors import ProxyWrong
from dabir_core.fetch import Scope
from dabir_core.proxy import STRAIGHT, Proxy

PREFIX: Final = "DABIR_BOT_"
FILE_VARIABLE: Final = "DABIR_BOT_SETTINGS"
"""Names the settings' file; no setting itself."""
SECRET_FILES: Final[Mapping[str, str]] = MappingProxyType(
    {each: each.removesuffix("_file") for each in ("token_file", "database_url_file", "webhook_secret_file")}
)
"""Files that hold one secret alone, as Docker and systemd hand them over; the setting itself goes before its file."""

Written = str | int | float | bool | list[Any]
Reader = Callable[[Written], Any]


def read(environment: Mapping[str, str], file: Path | None = None) -> Settings:
    """The settings that the environment and a file give together; what is empty was not given.

    Raises: SettingUnknown, SettingWrong, SettingMissing, SettingsFileWrong; an ExceptionGroup of them where several
    settings are wrong.
    """
    values, faults = _values((_in_file(file) if file else {}) | _in_environment(environment))
    is_named = not {"token", "token_file"}.isdisjoint(values)
    for in_file, setting in SECRET_FILES.items():
        if in_file in values:
            values.setdefault(setting, values.pop(in_file))
    faults += _missing(values, is_token_named=is_named)
    if len(faults) > 1:
        raise ExceptionGroup("settings", faults)
    if faults:
        raise faults[0]
    return _assembled(values)


def settings_file(environment: Mapping[str, str], asked: Path | None) -> Path | None:
    """The file that was asked for, or the one that the environment names."""
    named = environment.get(FILE_VARIABLE)
    return asked or (Path(named) if named else None)


def _in_file(file: Path) -> dict[str, Written]:
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise SettingsFileWrong(str(file), detail=type(cause).__name__) from cause
    return {key: said for key, said in written.items() if said != ""}


def _in_environment(environment: Mapping[str, str]) -> dict[str, Written]:
    return {
        name.removeprefix(PREFIX).lower(): said.strip()
        for name, said in environment.items()
        if name.startswith(PREFIX) and name != FILE_VARIABLE and said.strip()
    }


def _values(written: Mapping[str, Written]) -> tuple[dict[str, Any], list[SettingError]]:
    """Each setting read, those that are wrong as None, and what is wrong."""
    values: dict[str, Any] = {}
    faults: list[SettingError] = []
    for key, said in written.items():
        try:
            values[key] = _value(key, said)
        except SettingError as fault:
            values[key] = None
            faults.append(fault)
    return values, faults


def _missing(values: Mapping[str, Any], *, is_token_named: bool) -> list[SettingError]:
    """What nothing runs without; a setting that was given wrong is told as that."""
    token: Token | None = values.get("token")
    faults: list[SettingError] = []
    if not is_token_named or (token is not None and not token.value):
        faults.append(SettingMissing(f"{PREFIX}TOKEN"))
    if values.get("webhook_url") and "webhook_secret" not in values:
        faults.append(SettingMissing(f"{PREFIX}WEBHOOK_SECRET"))
    return faults


def _value(key: str, said: Written) -> Any:
    reader = READERS.get(key)
    if reader is None:
        nearest = difflib.get_close_matches(key, READERS, n=1, cutoff=0.0)[0]
        raise SettingUnknown(f"{key} (nearest: {nearest})")
    try:
        return reader(said)
    except (ValueError, TypeError) as cause:  # the value itself may be a secret
        allowed = cause.args[0] if isinstance(cause, _NotAllowed) else ""
        raise SettingWrong(f"{key} ({allowed})" if allowed else key) from None
    except ProxyWrong as cause:
        raise SettingWrong(key) from cause


def _assembled(values: dict[str, Any]) -> Settings:
    parts = {
        name: part(**{each.name: values.pop(each.name) for each in fields(part) if each.name in values})
        for name, part in PARTS.items()
    }
    return Settings(**parts, **values)


class _NotAllowed(ValueError):
    """Says what is allowed instead."""


def _number(least: int, most: int) -> Reader:
    def reader(said: Written) -> int:
        try:
            number = int(said) if isinstance(said, str | int) and not isinstance(said, bool) else None
        except ValueError:
            number = None
        if number is None or not least <= number <= most:
            raise _NotAllowed(f"{least} to {most}")
        return number

    return reader


def _one_of(names: Mapping[str, Any]) -> Reader:
    def reader(said: Written) -> Any:
        if not isinstance(said, str) or said.lower() not in names:
            raise _NotAllowed(", ".join(names))
        return names[said.lower()]

    return reader


_YES_AND_NO: Final = _one_of({"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False})


def _claim(said: Written) -> bool:
    return said if isinstance(said, bool) else bool(_YES_AND_NO(said))


def _text(said: Written) -> str:
    if not isinstance(said, str):
        raise _NotAllowed("text")
    return said


def _address(*schemes: str) -> Reader:
    def reader(said: Written) -> str:
        parts = urlsplit(_text(said))
        if parts.scheme not in schemes or not parts.hostname:
            raise _NotAllowed(" or ".join(f"{scheme}://…" for scheme in schemes))
        return _text(said).rstrip("/")

    return reader


def _proxy(said: Written) -> Proxy | None:
    text = _text(said)
    return None if text.lower() in STRAIGHT else Proxy.parse(text, f"{PREFIX}PROXY")


def _ids(said: Written) -> frozenset[int]:
    listed = said.split(",") if isinstance(said, str) else said if isinstance(said, list) else [said]
    try:
        return frozenset(int(each) for each in listed if str(each).strip())
    except ValueError:
        raise _NotAllowed("numbers of people, with commas") from None


def _folder(said: Written) -> Path:
    return Path(_text(said)).expanduser().absolute()


def _in_secret_file(said: Written) -> str:
    try:
        return Path(_text(said)).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise _NotAllowed("a file that can be read") from None


def _secret(said: Written) -> Token:
    return Token(_text(said))


READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "token": _secret,
        "token_file": lambda said: Token(_in_secret_file(said)),
        "api_url": _address("https", "http"),
        "is_local": _claim,
        "proxy": _proxy,
        "webhook_url": _address("https", "http"),
        "webhook_secret": _secret,
        "webhook_secret_file": lambda said: Token(_in_secret_file(said)),
        "webhook_host": _text,
        "webhook_port": _number(1, 65535),
        "minutes_per_day": _number(0, 24 * 60),
        "jobs_per_person": _number(1, 10_000),
        "longest_minutes": _number(1, 24 * 60),
        "long_minutes": _number(1, 24 * 60),
        "notes_at_once": _number(1, 1000),
        "long_at_once": _number(1, 100),
        "late_hours": _number(1, 24),
        "door": _one_of({each.value: each for each in Door}),
        "people": _ids,
        "admins": _ids,
        "inbox_hours": _number(1, 144),
        "answers_days": _number(0, 3650),
        "jobs_hours": _number(1, 8760),
        "health_host": _text,
        "health_port": _number(0, 65535),
        "role": _one_of({each.value: each for each in Role}),
        "executor": _text,
        "database_url": _text,
        "database_url_file": _in_secret_file,
        "model": _text,
        "engine": _one_of({name: name for name in ENGINE_NAMES}),
        "links": _one_of({each.value: each for each in Scope}),
        "folder": _folder,
        "log_level": _one_of({name.lower(): name for name in ("DEBUG", "INFO", "WARNING", "ERROR")}),
    }
)
"""Every key that there is."""
