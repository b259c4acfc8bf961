"""The command line of `dabir-desktop`: what to open, and the two orders for scripts. Pure."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dabir_core.fetch import is_link

_TOGGLE = "--toggle"


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a start was asked for.

    sources      files, folders and links to transcribe
    is_toggle    begin a recording, or end the one that runs
    is_measured  print how long the start took, and leave
    """

    sources: tuple[str, ...] = ()
    is_toggle: bool = False
    is_measured: bool = False

    def written(self) -> list[str]:
        """As a later start hands them to the first: paths made absolute, since the two stand in different folders."""
        sources = [each if is_link(each) else str(Path(each).absolute()) for each in self.sources]
        return [*([_TOGGLE] if self.is_toggle else []), "--", *sources]


def parser() -> argparse.ArgumentParser:
    """What is understood."""
    understood = argparse.ArgumentParser(
        prog="dabir-desktop", description="Dabir (دبیر): speak or drop a file, read the text, mend it, keep it."
    )
    understood.add_argument("sources", nargs="*", metavar="FILE", help="sound or video files, folders, links")
    understood.add_argument(
        _TOGGLE, action="store_true", help="begin or end a recording, also in the window that is open (for shortcuts)"
    )
    understood.add_argument(
        "--measure-start", action="store_true", help="print the milliseconds until the window can be used, and leave"
    )
    return understood


def parse(words: Sequence[str]) -> Arguments:
    """Raises: SystemExit for what cannot be understood, as argparse does."""
    parsed = parser().parse_intermixed_args(words)
    return Arguments(tuple(parsed.sources), parsed.toggle, parsed.measure_start)
