"""What every row works with: the material, how much time there is, and sides that are loaded and warm."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.forced_engine import TOKENS_PER_SECOND
from benchmarks.material import Material
from benchmarks.outcome import Outcome
from benchmarks.side import CAPS, OURS, Side, sides

Row = Callable[["Bench"], Sequence[Outcome]]
"""Measures some lines of the table. Raises: PeerMissing."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmarks.

    size      of the random-weight checkpoint
    threads   of every side, and the cores that it may use
    is_quick  at most ten minutes in all, rather than about an hour
    """

    is_quick: bool
    size: str = "small"
    threads: int = 2
    material: Material = field(default_factory=Material)

    @property
    def long_sound(self) -> Path:
        """The long file: 1 h, or 5 minutes in a quick run."""
        return self.material.speech(300 if self.is_quick else 3600)

    @property
    def sound(self) -> Path:
        """The file of the comparisons that do not depend on the length: 10 minutes, or 2 in a quick run."""
        return self.material.speech(120 if self.is_quick else 600)

    @property
    def turns(self) -> int:
        """How often each side takes its turn."""
        return 1 if self.is_quick else 3

    @property
    def caps(self) -> Sequence[str]:
        """The caps on instructions that are tried: both, or the newer laptops' in a quick run."""
        return list(CAPS)[:1] if self.is_quick else list(CAPS)

    @contextmanager
    def loaded(self, *names: str, variables: Mapping[str, str] | None = None, **ours: object) -> Iterator[list[Side]]:
        """The sides, loaded and warmed by a note; `ours` is what our side alone is told when it loads."""
        with sides(*names, threads=self.threads, variables=variables) as started:
            for side in started:
                side.call("load", **self.loading(side.name), **(ours if side.name == OURS else {}))
                side.call("transcribe", sound=str(self.material.speech(10)))
            yield started

    def loading(self, name: str) -> dict[str, Any]:
        """What `load` of a side is told: its form of the checkpoint, and the forced count of tokens."""
        checkpoint = self.material.checkpoint(self.size)
        forms: dict[str, Callable[[Path], Path]] = {
            "faster-whisper": self.material.for_ctranslate2,
            "openai-whisper": self.material.for_openai,
            "whisper.cpp": self.material.for_whisper_cpp,
        }
        folder = forms[name](checkpoint) if name in forms else checkpoint
        told: dict[str, Any] = {"folder": str(folder), "tokens_per_second": TOKENS_PER_SECOND}
        return told if name == OURS else told | {"threads": self.threads}  # ours takes the cores that it may use
