"""What goes wrong when a test says so: slow, refused, cut and lost answers. Pure; the server carries them out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

DOWNLOAD: Final = "download"
EVERYTHING: Final = "*"


@dataclass
class Fault:
    """One kind of trouble.

    method      which calls it strikes, in any case; `*` is every method, `download` the files
    containing  a text that the parameters (or the file's path) must hold
    times       how often it strikes; None until it is taken back
    delay       seconds before the answer
    code        an API error, with `description` and `retry_after`; for downloads a plain HTTP status
    drop        502 with a page instead of JSON, as a gateway answers
    cut         the connection is closed without an answer
    after       the call takes effect first: only the answer is spoilt
    truncate    downloads: the full length is announced, half of it is sent, then the connection is cut
    """

    method: str = EVERYTHING
    containing: str = ""
    times: int | None = 1
    delay: float = 0.0
    code: int = 0
    description: str = ""
    retry_after: int = 0
    drop: bool = False
    cut: bool = False
    after: bool = False
    truncate: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def strikes(self, method: str, said: str) -> bool:
        """Whether it is meant for this call."""
        meant = self.method.lower()
        named = meant == method.lower() or (meant == EVERYTHING and method != DOWNLOAD)
        return named and self.times != 0 and self.containing in said


@dataclass
class Faults:
    """All that are in force, in the order in which they were asked for."""

    active: list[Fault] = field(default_factory=list)

    def take(self, method: str, said: str) -> Fault | None:
        """The first that strikes, counted."""
        fault = next((fault for fault in self.active if fault.strikes(method, said)), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
        return fault
