"""The figures of a set of utterances: error rates with their 95 % intervals, and the difference of two sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dabir_training.scoring.counts import Counts, count
from dabir_training.scoring.folding import VERSION
from dabir_training.scoring.intervals import Tally, difference_interval, interval


class Units(StrEnum):
    """What a rate counts; the names of `Scores`."""

    WER = "wer"
    WER_STRICT = "wer_strict"
    CER = "cer"


@dataclass(frozen=True, slots=True)
class Rate:
    """`errors` in `units` words or letters; `low` and `high` are the 95 % interval of the rate. 1.0 is 100 %."""

    errors: int
    units: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The rate; as jiwer has it, the count of errors where there is nothing to be right about."""
        return self.errors / max(1, self.units)


@dataclass(frozen=True, slots=True)
class Scores:
    """A set's rates.

    version     of the rules; says «raw» where `wer` compares the strings as they are
    wer         of words, boundary-tolerant
    wer_strict  comparable with PESTE's fa-v1: half-spaces part words, digits are no words
    cer         of letters, spaces left out
    """

    version: str
    utterances: int
    wer: Rate
    wer_strict: Rate
    cer: Rate


@dataclass(frozen=True, slots=True)
class Difference:
    """How much one set's rate is above another's on the same utterances, and its paired 95 % interval."""

    value: float
    low: float
    high: float


def score(pairs: Sequence[tuple[str, str]], *, is_raw: bool = False, resamples: int = 1000, seed: int = 0) -> Scores:
    """Scores pairs of reference and hypothesis; `is_raw` gives jiwer's own figure on the strings as they are."""
    counts = [count(reference, hypothesis, is_raw=is_raw) for reference, hypothesis in pairs]
    return score_counts(counts, is_raw=is_raw, resamples=resamples, seed=seed)


def score_counts(counts: Sequence[Counts], *, is_raw: bool = False, resamples: int = 1000, seed: int = 0) -> Scores:
    """Scores utterances that were counted before, all of them with the same `is_raw`."""
    rates = {units: _rate(_tally(counts, units), resamples=resamples, seed=seed) for units in Units}
    return Scores(
        version=f"{VERSION} (wer raw)" if is_raw else VERSION,
        utterances=len(counts),
        wer=rates[Units.WER],
        wer_strict=rates[Units.WER_STRICT],
        cer=rates[Units.CER],
    )


def difference(
    counts: Sequence[Counts], others: Sequence[Counts], *, units: Units, resamples: int = 1000, seed: int = 0
) -> Difference:
    """Compares two hypotheses of the same utterances in the same order."""
    one, other = _tally(counts, units), _tally(others, units)
    low, high = difference_interval(one, other, resamples=resamples, seed=seed)
    return Difference(_value(one) - _value(other), low, high)


def _rate(tally: Tally, *, resamples: int, seed: int) -> Rate:
    low, high = interval(tally, resamples=resamples, seed=seed)
    return Rate(sum(tally.errors), sum(tally.units), low, high)


def _value(tally: Tally) -> float:
    return sum(tally.errors) / max(1, sum(tally.units))


def _tally(counts: Sequence[Counts], units: Units) -> Tally:
    if units is Units.WER:
        return Tally([each.word_errors for each in counts], [each.words for each in counts])
    if units is Units.WER_STRICT:
        return Tally([each.strict_errors for each in counts], [each.strict_words for each in counts])
    return Tally([each.letter_errors for each in counts], [each.letters for each in counts])
