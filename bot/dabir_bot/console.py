"""The two commands of an operator, and how an error of theirs is told: both languages, on standard error."""

import asyncio
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

from dabir_bot.app import MakeEngine, run
from dabir_bot.check import examine, is_ready, lines
from dabir_bot.errors import sentence
from dabir_bot.logs import configure
from dabir_bot.settings import Settings
from dabir_bot.settings_reading import read, settings_file
from dabir_core.errors import DabirError

_LOG = logging.getLogger(__name__)
_Error = TypeVar("_Error", bound=BaseException)
_EXIT_FAILED: Final = 1
_EXIT_USAGE: Final = 2


def serve(file: Path | None, environment: Mapping[str, str], make_engine: MakeEngine | None = None) -> int:
    """Runs the bot until it is told to end. Returns the exit code."""
    settings = _read(file, environment)
    if settings is None:
        return _EXIT_USAGE
    configure(settings.log_level)
    try:
        return run(settings, make_engine)
    except* DabirError as errors:
        for error in leaves(errors):
            _tell(error)
    except* Exception as errors:  # the outermost edge: Python would print what the log withholds
        for unforeseen in leaves(errors):
            _LOG.critical("the bot ends", exc_info=unforeseen)
    return _EXIT_FAILED


def check(file: Path | None, environment: Mapping[str, str]) -> int:
    """Prints what was found. Returns 0 if the bot could start."""
    settings = _read(file, environment)
    if settings is None:
        return _EXIT_USAGE
    configure("ERROR")
    findings = asyncio.run(examine(settings))
    print(lines(findings))
    return 0 if is_ready(findings) else _EXIT_FAILED


def _read(file: Path | None, environment: Mapping[str, str]) -> Settings | None:
    try:
        return read(environment, settings_file(environment, file))
    except* DabirError as errors:
        for error in leaves(errors):
            _tell(error)
    return None


def _tell(error: DabirError) -> None:
    print(f"{sentence(error, 'en')}\n{sentence(error, 'fa')}", file=sys.stderr)


def leaves(group: BaseExceptionGroup[_Error]) -> list[_Error]:
    """Tasks that run beside each other fail in groups, and those in groups."""
    found: list[_Error] = []
    for each in group.exceptions:
        found += leaves(each) if isinstance(each, BaseExceptionGroup) else [each]
    return found
