"""Texts on their way to the library: of each item the newest, until it is written. Pure."""

import threading

from dabir_core.transcript import Transcript
from dabir_desktop.library import ItemId


class Unsaved:
    """May be used by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: dict[ItemId, Transcript] = {}
        self._asked: set[ItemId] = set()

    def put(self, item: ItemId, transcript: Transcript) -> bool:
        """Takes the item's newest text; whether somebody has to be asked to write it, since nobody is yet."""
        with self._lock:
            is_asked = item in self._asked
            self._asked.add(item)
            self._texts[item] = transcript
        return not is_asked

    def take(self, item: ItemId) -> Transcript:
        """The text to be written now; it stays until `forget`, and what is put from now on is asked for anew."""
        with self._lock:
            self._asked.discard(item)
            return self._texts[item]

    def forget(self, item: ItemId, written: Transcript) -> None:
        """That text is written; a newer one stays."""
        with self._lock:
            if self._texts.get(item) is written:
                del self._texts[item]

    def get(self, item: ItemId) -> Transcript | None:
        """The item's newest text; None where the library has it."""
        with self._lock:
            return self._texts.get(item)

    def __bool__(self) -> bool:
        """Whether anything is left to be written."""
        with self._lock:
            return bool(self._texts)

    def ask_again(self) -> tuple[ItemId, ...]:
        """Those whose writing failed; they are asked for from now on."""
        with self._lock:
            left = tuple(item for item in self._texts if item not in self._asked)
            self._asked.update(left)
        return left
