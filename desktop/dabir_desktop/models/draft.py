"""The transcript that is being edited, and all that was done to it: one history for text, times, merging and the rest.

Acts are functions of `editing` from transcript to transcript; the history keeps of each only the segments that differ.
The text document that shows the draft keeps no history of its own.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from dabir_core.transcript import Transcript
from dabir_desktop.editing import Difference, difference

_MOST_ACTS = 2000
_TYPING = 1
"""Qt merges commands of the same id."""


class Draft(QObject):
    """A transcript with undo.

    `changed` carries the Difference (`before` is what stood there) after each act, undone or done again too.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._transcript = Transcript((), 0.0, "fa", 1.0, "")
        self._history = QUndoStack(self)
        self._history.setUndoLimit(_MOST_ACTS)

    @property
    def transcript(self) -> Transcript:
        """As it is now."""
        return self._transcript

    @property
    def history(self) -> QUndoStack:
        """For actions of undo and redo, and for whether anything was changed."""
        return self._history

    def open(self, transcript: Transcript) -> None:
        """Begins anew with this transcript; `changed` is not emitted."""
        self._history.clear()
        self._transcript = transcript

    def act(self, after: Transcript, name: str) -> None:
        """Makes this of the transcript, as one act with a name for the menu; nothing if nothing differs."""
        self._push(after, name, is_typing=False, continues=False)

    def type(self, after: Transcript, name: str, *, continues: bool) -> None:
        """The same for what was typed; with what was typed just before it is one act if it `continues` it."""
        self._push(after, name, is_typing=True, continues=continues)

    def show(self, part: Difference, frame: Transcript) -> None:
        """Puts `after` in the place of `before`; `frame` has all else that a transcript has. For the history."""
        segments = self._transcript.segments
        changed = (*segments[: part.first], *part.after, *segments[part.first + len(part.before) :])
        self._transcript = replace(frame, segments=changed)
        self.changed.emit(part)

    def _push(self, after: Transcript, name: str, *, is_typing: bool, continues: bool) -> None:
        part = difference(self._transcript, after)
        frames = _frame(self._transcript), _frame(after)
        if part.before or part.after or frames[0] != frames[1]:
            act = _Typing(self, part, frames, name) if is_typing else _Act(self, part, frames, name)
            act.continues = continues
            self._history.push(act)


def _frame(transcript: Transcript) -> Transcript:
    return replace(transcript, segments=())


class _Act(QUndoCommand):
    """One act; typing that continues another is taken into it."""

    def __init__(self, draft: Draft, part: Difference, frames: tuple[Transcript, Transcript], name: str) -> None:
        super().__init__(name)
        self._draft = draft
        self.part = part
        self.frames = frames
        self.continues = False

    def redo(self) -> None:
        """Does it; Qt calls this when it is pushed, too."""
        self._draft.show(self.part, self.frames[1])

    def undo(self) -> None:
        """Takes it back."""
        part = self.part
        self._draft.show(Difference(part.first, part.after, part.before), self.frames[0])


class _Typing(_Act):
    """Typing in one segment."""

    def id(self) -> int:
        """Tells Qt that two of these may become one."""
        return _TYPING

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Takes in what was typed after it, in the same segment."""
        if not isinstance(other, _Typing) or not other.continues or other.part.first != self.part.first:
            return False
        if not len(self.part.after) == len(other.part.before) == 1:
            return False
        self.part = Difference(self.part.first, self.part.before, other.part.after)
        self.frames = self.frames[0], other.frames[1]
        return True
