"""The app's own log, among its files: for whoever asks for help."""

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler

from dabir_core.paths import data_folder

_LOG_BYTES = 1_000_000


def keep_log() -> None:
    """Warnings and errors, without text or names of files, among our files; at most two megabytes of them."""
    with suppress(OSError):  # a folder closed to us: the window opens all the same
        handler = RotatingFileHandler(
            data_folder() / "desktop.log", maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
        logging.basicConfig(
            level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=[handler]
        )
