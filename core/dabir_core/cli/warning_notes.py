"""Which warnings of a transcript are worth a line each: a badly damaged hour has thousands of the same kind."""

from collections.abc import Sequence

from dabir_core.transcript import TranscriptWarning, WarningKind

MOST_OF_A_KIND = 5


def summed_up(warnings: Sequence[TranscriptWarning]) -> tuple[TranscriptWarning, ...]:
    """The warnings, by kind; many of one kind become one, from the first to the last with all their seconds."""
    summed: list[TranscriptWarning] = []
    for kind in WarningKind:
        alike = [warning for warning in warnings if warning.kind is kind]
        summed += alike if len(alike) <= MOST_OF_A_KIND else [_sum(alike)]
    return tuple(summed)


def _sum(alike: Sequence[TranscriptWarning]) -> TranscriptWarning:
    seconds = sum(warning.seconds for warning in alike)
    return TranscriptWarning(alike[0].kind, alike[0].start, max(warning.end for warning in alike), seconds)
