"""The log: one line of JSON for each record, on standard error, without a word that is anybody's business.

Our own messages are written so that they hold neither texts nor names, tokens, addresses or ids (ids as keyed hashes).
Those of libraries may quote anything: of them we tell where they were said, never what. Of an exception we tell its
classes and where it came from, never its text, which may quote a row or an address with the token.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, TextIO

_LOG = logging.getLogger(__name__)

_OURS: Final = ("dabir_bot", "dabir_core")
_WITH_HANDLERS_OF_ITS_OWN: Final = "dbos"
"""Writes to standard error by itself unless somebody was there before."""


def configure(level: str, stream: TextIO | None = None) -> None:
    """Sends all logs of the process to one stream; to be called once, before libraries are set up."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(_is_wanted)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    other = logging.getLogger(_WITH_HANDLERS_OF_ITS_OWN)
    other.handlers[:] = [handler]
    other.propagate = False
    logging.captureWarnings(True)
    threading.excepthook = _log_failed_thread


def _log_failed_thread(failed: threading.ExceptHookArgs) -> None:
    """Python would print what we withhold."""
    _LOG.error("a thread failed", exc_info=failed.exc_value)


class JsonLines(logging.Formatter):
    """Time, level, logger, message; for exceptions, their classes from the last to the first cause, and the place."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage() if _is_ours(record.name) else f"{record.filename}:{record.lineno}",
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line["error"] = list(_classes(error))
            line["trace"] = _places(error.__traceback__)
        return json.dumps(line, ensure_ascii=False)


def _is_wanted(record: logging.LogRecord) -> bool:
    """Libraries are heard from warnings on, whatever level they choose for themselves."""
    return _is_ours(record.name) or record.levelno >= logging.WARNING


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in _OURS


def _classes(error: BaseException) -> list[str]:
    """Those of the error and of what led to it."""
    chain: list[str] = []
    now: BaseException | None = error
    while now is not None and len(chain) < 10:
        chain.append(type(now).__name__)
        now = now.__cause__ or now.__context__
    return chain


def _places(trace: TracebackType | None) -> list[str]:
    """Files without their folders, lines and functions; the last dozen."""
    frames = traceback.extract_tb(trace)[-12:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
