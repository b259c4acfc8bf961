"""A level line without a terminal."""

from typing import Self

from dabir_core.audio.level import Level
from dabir_core.record import SessionState


class NotedLine:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.states: list[SessionState] = []
        self.is_hurried = False

    @property
    def shown(self) -> int:
        return len(self.states)

    def show(self, state: SessionState, seconds: float, level: Level) -> None:
        self.states.append(state)

    def note(self, message: str) -> None:
        self.notes.append(message)

    def hurry(self) -> None:
        self.is_hurried = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass
