"""Several windows of one recording on their way at once, each in a thread of its own; results come in their order.

A reading thread waits for the engine nearly all the time, so it costs little more than its stack. How many there are is
bounded by `READ_AHEAD` for each recording.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol

from dabir_core.asr.language_tracking import LanguageTracker, LanguageTurn
from dabir_core.asr.window_result import WindowResult
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from dabir_core.speech import Window

READ_AHEAD = 12
"""Windows of one recording that are read at once: enough to fill a batch."""


class ReadsWindow(Protocol):
    """`WindowReader.read`, or what stands in for it."""

    def __call__(
        self, window: Window, cancel: CancelToken, *, urgency: Urgency, turn: LanguageTurn
    ) -> WindowResult | None:
        """What the window says; None if it was asked to stop before the end of it."""


class Readings:
    """The windows of one recording that are being read, all at one urgency and stopped by one token.

    They take their turns to say the language in the order in which they are begun.
    """

    def __init__(self, read: ReadsWindow, *, urgency: Urgency, cancel: CancelToken, languages: LanguageTracker) -> None:
        self._read = read
        self._languages = languages
        self._urgency = urgency
        self._cancel = cancel
        self._under_way: deque[_Reading] = deque()

    def __len__(self) -> int:
        """How many were begun whose result was not taken."""
        return len(self._under_way)

    def begin(self, windows: Sequence[Window]) -> None:
        """Reads each window in a thread of its own."""
        for window in windows:
            read = partial(self._read, window, self._cancel, urgency=self._urgency)
            self._under_way.append(_Reading(read, self._languages.turn()))

    def results(self, *, left: int) -> Iterator[WindowResult]:
        """Results in the order of the windows: all that are there, and as many more until only `left` are under way.

        Ends at a window that was asked to stop. Raises: what reading a window raised, at its turn.
        """
        while self._under_way and (len(self._under_way) > left or self._under_way[0].is_over):
            result = self._under_way.popleft().result()
            if result is None:
                return
            yield result


class _Reading:
    """One window and the thread that reads it."""

    def __init__(self, read: Callable[..., WindowResult | None], turn: LanguageTurn) -> None:
        self._read, self._turn = read, turn
        self._outcomes: queue.SimpleQueue[tuple[WindowResult | None, Exception | None]] = queue.SimpleQueue()
        threading.Thread(target=self._run, daemon=True, name="reading").start()

    @property
    def is_over(self) -> bool:
        """Whether the result is there."""
        return not self._outcomes.empty()

    def result(self) -> WindowResult | None:
        """Waits for the result; call it once. Raises: what reading raised."""
        result, error = self._outcomes.get()
        if error is not None:
            try:
                raise error
            finally:
                del error  # its traceback holds this frame, and with it all callers'
        return result

    def _run(self) -> None:
        try:
            with self._turn:
                self._outcomes.put((self._read(turn=self._turn), None))
        except Exception as error:  # the thread's outermost edge: raised again where the result is taken
            self._outcomes.put((None, error))
