"""A window reader that looks into the journal first and writes down what it reads."""

import logging
from pathlib import Path

from dabir_core.asr.journal import Journal
from dabir_core.asr.journal_keys import settings_digest, window_key
from dabir_core.asr.language_tracking import LanguageTurn
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from dabir_core.speech import Window

_LOG = logging.getLogger(__name__)


class JournalledReader:
    """Reads the windows of one recording, in many threads at once; those of an earlier run cost no engine."""

    def __init__(self, reader: WindowReader, journal: Journal, *, source: Path) -> None:
        self._reader, self._journal, self._source = reader, journal, source
        self._settings = _settings(reader)

    def read(self, window: Window, cancel: CancelToken, *, urgency: Urgency, turn: LanguageTurn) -> WindowResult | None:
        """What the window says; None if it was asked to stop before the end of it."""
        if self._settings is None:
            return self._reader.read(window, cancel, urgency=urgency, turn=turn)
        key = window_key(self._settings, window)
        found = self._journal.find(key)
        if found is not None and _is_decided_alike(found, turn, cancel):
            return found
        if cancel.is_cancelled:
            return None
        result = self._reader.read(window, cancel, urgency=urgency, turn=turn)
        if result is not None:
            self._journal.save(self._source, key, result)
        return result


def _is_decided_alike(found: WindowResult, turn: LanguageTurn, cancel: CancelToken) -> bool:
    """Whether the windows before it still say the language that it was read in; its clues count for those after it."""
    clues = found.clues
    if clues is None or cancel.is_cancelled:
        return not cancel.is_cancelled
    guess = turn.decide(clues.log_probabilities, clues.seconds, cancel=cancel)
    if guess is None or guess.language != clues.decided:
        return False
    turn.read(clues.written)
    return True


def _settings(reader: WindowReader) -> bytes | None:
    """What the keys of all windows share; None if the checkpoint's folder is gone since it was loaded."""
    try:
        folder, lengths = reader.checkpoint.folder, reader.input_lengths.samples
        return settings_digest(folder, reader.scheduler.engine_name, reader.options, lengths=lengths)
    except OSError as cause:
        _LOG.warning("windows are not journalled: %s", type(cause).__name__)
        return None
