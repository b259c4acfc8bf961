"""Where finished transcripts go: into the library, each once, whatever dies in between.

A recording of ours is in the library before its text is, and the text joins it there. A transcript that was kept just
before the process died comes a second time, word by word the same, since decoding is deterministic; it is found again
by its sound among the newest items.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from dabir_core.transcript import Transcript
from dabir_desktop.batch import QueueItem
from dabir_desktop.library import ItemId, Keep, Kind, Library, NewItem

_NEWEST: Final = 64
"""So many items are looked through; the one that is meant is as a rule the last."""
_NAME_FORM: Final = "%Y-%m-%d %H-%M-%S"
_NAME_LENGTH: Final = 19
"""Of what that form gives; core's recordings have a number behind it where two began in one second."""

SaysTitle = Callable[[datetime], str]
"""What a recording is called that began at that moment; called in any thread."""


class LibraryKeeper:
    """Obeys `KeepsTranscripts`. `fetched` is the folder of links' sounds."""

    def __init__(self, library: Library, *, fetched: Path, title: SaysTitle) -> None:
        self._library, self._fetched, self._title = library, fetched, title

    def keep(self, item: QueueItem, transcript: Transcript) -> ItemId:
        """See KeepsTranscripts."""
        assert item.source is not None, "something was transcribed"
        known = self._known(item.source, transcript)
        if known is not None:
            self._library.save(known, transcript)
            return known
        return self._library.add(self._new_item(item.source, item.title, transcript))

    def has(self, kept_as: ItemId) -> bool:
        """Whether that item is there and not in the bin."""
        return kept_as in self._library.ids()

    def new_recording(self, sound: Path, transcript: Transcript | None = None) -> NewItem:
        """An item for what we recorded, wherever it lies."""
        return NewItem(self._title(_begun(sound)), sound, Kind.RECORDING, Keep.OURS, transcript)

    def _new_item(self, sound: Path, title: str, transcript: Transcript) -> NewItem:
        """An item for a sound: ours if it is known as that or lies where links' sounds do, the user's own else.

        A recording that the library could not take before, on a full disk, is not settled yet.
        """
        from dabir_core.record import is_unsettled  # the whole room of recording, which a start need not wait for

        if sound.is_relative_to(self._fetched):
            return NewItem(title, sound, Kind.LINK, Keep.OURS, transcript)
        if self._library.sounds.is_ours(sound) or is_unsettled(sound):
            return self.new_recording(sound, transcript)
        return NewItem(title or sound.stem, sound, Kind.FILE, Keep.THEIRS, transcript)

    def _known(self, sound: Path, transcript: Transcript) -> ItemId | None:
        """The item of that sound which has no text yet, or this very text."""
        for item in self._library.ids()[:_NEWEST]:
            if self._library.sound(item) == sound and self._library.transcript(item) in (None, transcript):
                return item
        return None


def _begun(sound: Path) -> datetime:
    """When a recording began: its file is called after that; one with another name ended when it was last written."""
    try:
        return datetime.strptime(sound.stem[:_NAME_LENGTH], _NAME_FORM).astimezone()
    except ValueError:
        return datetime.fromtimestamp(sound.stat().st_mtime).astimezone()
