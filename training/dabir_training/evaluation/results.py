"""The figures of an evaluation: of all utterances, by gender, by duration, by speaker."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from dabir_core.units import Seconds
from dabir_core.whole_file import write_whole
from dabir_training.evaluation.hypotheses import Decoding, Utterance
from dabir_training.evaluation.noises import Invented
from dabir_training.scoring import Counts, Rate, Scores, Units, count, score_counts

RESULTS: Final = "results.json"
_LIMITS: Final[tuple[Seconds, ...]] = (2.0, 4.0, 8.0, 15.0, 30.0)
_FEWEST_WORDS: Final = 20
"""A speaker of fewer words is not called the worst: one slip of the tongue makes him that."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An utterance and what its hypothesis gets wrong."""

    utterance: Utterance
    counts: Counts


@dataclass(frozen=True, slots=True)
class Speakers:
    """Word error rates by speaker: of those that are known and said so many words, the median and the worst."""

    known: int
    counted: int
    median_wer: float
    worst: str
    worst_wer: float


@dataclass(frozen=True, slots=True)
class Scoring:
    """How rates are made: as the strings stand, and with how many resamples of which seed."""

    is_raw: bool
    resamples: int
    seed: int

    def scores(self, judged: Sequence[Judged]) -> Scores:
        """The rates of these utterances."""
        counts = [each.counts for each in judged]
        return score_counts(counts, is_raw=self.is_raw, resamples=self.resamples, seed=self.seed)


@dataclass(frozen=True, slots=True)
class Results:
    """All that an evaluation says, but for the texts."""

    decoding: Decoding
    duration: Seconds
    overall: Scores
    by_gender: Mapping[str, Scores]
    by_duration: Mapping[str, Scores]
    speakers: Speakers | None
    noise: Mapping[str, Invented]


def judge(utterances: Sequence[Utterance], *, is_raw: bool) -> list[Judged]:
    """Counts every utterance's errors."""
    return [Judged(each, count(each.reference, each.hypothesis, is_raw=is_raw)) for each in utterances]


def results(
    judged: Sequence[Judged], decoding: Decoding, *, scoring: Scoring, noise: Mapping[str, Invented]
) -> Results:
    """Puts the utterances together in every way that is asked for."""
    return Results(
        decoding=decoding,
        duration=sum(each.utterance.duration for each in judged),
        overall=scoring.scores(judged),
        by_gender=_grouped(judged, lambda each: each.gender or "unknown", scoring),
        by_duration=_grouped(judged, lambda each: duration_group(each.duration), scoring),
        speakers=_speakers(judged),
        noise=noise,
    )


def worst_first(judged: Sequence[Judged]) -> list[Judged]:
    """Those with errors: the most word errors first, of equals the higher rate, then the order of the set."""
    wrong = [each for each in judged if each.counts.word_errors]
    return sorted(wrong, key=lambda each: (-each.counts.word_errors, each.counts.words))


def duration_group(duration: Seconds) -> str:
    """«2-4 s» and the like: from the first number on, up to the second without it."""
    below = next((place for place, limit in enumerate(_LIMITS) if duration < limit), len(_LIMITS))
    if below == len(_LIMITS):
        return f"{_LIMITS[-1]:g}- s"
    return f"{_LIMITS[below - 1] if below else 0:g}-{_LIMITS[below]:g} s"


def write_results(told: Results, folder: Path) -> Path:
    """Writes results.json and gives its path. Raises: OSError."""
    path = folder / RESULTS
    write_whole(path, json.dumps(_as_json(told), ensure_ascii=False, indent=1) + "\n")
    return path


def _as_json(told: Results) -> dict[str, Any]:
    return {
        "scoring": told.overall.version,
        "decoding": asdict(told.decoding),
        "duration": round(told.duration, 3),
        "overall": _rates(told.overall),
        "by_gender": {name: _rates(scores) for name, scores in told.by_gender.items()},
        "by_duration": {name: _rates(scores) for name, scores in told.by_duration.items()},
        "speakers": asdict(told.speakers) if told.speakers else None,
        "noise": {
            kind: {
                **asdict(each),
                "words_per_minute": round(each.words_per_minute, 3),
                "passed_per_minute": round(each.passed_per_minute, 3),
            }
            for kind, each in told.noise.items()
        },
    }


def _rates(scores: Scores) -> dict[str, Any]:
    rates: dict[str, Rate] = {units.value: getattr(scores, units.value) for units in Units}
    told = {name: {"value": rate.value, **asdict(rate)} for name, rate in rates.items()}
    return {"utterances": scores.utterances, **told}


def _grouped(judged: Sequence[Judged], group: Callable[[Utterance], str], scoring: Scoring) -> Mapping[str, Scores]:
    """Groups by name; durations from the shortest on."""
    groups = defaultdict[str, list[Judged]](list)
    for each in judged:
        groups[group(each.utterance)].append(each)
    return {name: scoring.scores(groups[name]) for name in sorted(groups, key=_natural)}


def _natural(name: str) -> tuple[float, str]:
    first = name.split("-")[0]
    return (float(first) if first.isdigit() else -1.0), name


def _speakers(judged: Sequence[Judged]) -> Speakers | None:
    """None where nobody is known by name."""
    errors, words = defaultdict[str, int](int), defaultdict[str, int](int)
    for each in judged:
        errors[each.utterance.speaker] += each.counts.word_errors
        words[each.utterance.speaker] += each.counts.words
    known = [speaker for speaker in words if speaker]
    wers = {speaker: errors[speaker] / words[speaker] for speaker in known if words[speaker] >= _FEWEST_WORDS}
    if not wers:
        return None
    worst = max(sorted(wers), key=lambda speaker: wers[speaker])
    return Speakers(len(known), len(wers), median(wers.values()), worst, wers[worst])
