"""Evidence over a recording; sums are worked out by hand with half-life 10 s, margin 0.7, ceiling ln 19 = 2.944."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dabir_core.asr.language_evidence import CEILING, OVERWHELMING, LanguageEvidence, LanguageGuess

Heard = tuple[float, float]
"""Seconds of speech, and the probability of the second of two candidates."""


def logs(*shares: float) -> tuple[float, ...]:
    return tuple(math.log(share) for share in shares)


def follow(windows: Sequence[Heard], candidates: tuple[str, str] = ("fa", "en")) -> list[str]:
    """The language of each window in turn."""
    evidence, languages = LanguageEvidence.none_yet(candidates), []
    for seconds, second in windows:
        evidence, guess = evidence.heard(logs(1 - second, second), seconds)
        languages.append(guess.language)
    return languages


def after(windows: Sequence[Heard]) -> LanguageEvidence:
    evidence = LanguageEvidence.none_yet(("fa", "en"))
    for seconds, second in windows:
        evidence, _ = evidence.heard(logs(1 - second, second), seconds)
    return evidence


def lead(evidence: LanguageEvidence) -> float:
    """Nats by which Persian is ahead of English."""
    return evidence.sums[0] - evidence.sums[1]


PERSIAN_TALK = [(25.0, 0.05)] * 4


def test_the_first_window_decides_for_itself_however_short_and_unsure() -> None:
    _, guess = LanguageEvidence.none_yet(("fa", "en", "ar")).heard(logs(0.3, 0.2, 0.31), 0.8)
    assert guess.language == "ar"
    assert guess.probability == pytest.approx(0.31 / 0.81)


def test_the_probability_is_the_window_s_own_whatever_was_heard_before() -> None:
    _, guess = after(PERSIAN_TALK).heard(logs(0.2, 0.3), 2.0)
    assert (guess.language, round(guess.probability, 9)) == ("fa", 0.4)


def test_a_german_talk_does_not_flip_to_english_at_043_and_029() -> None:
    """The windows of SYSTRAN/faster-whisper#1322; what English lacks there German has, but for the others' share."""
    evidence = LanguageEvidence.none_yet(("de", "en"))
    languages = []
    for german, english in [(0.9, 0.05), (0.8, 0.1), (0.35, 0.43), (0.24, 0.29), (0.3, 0.43), (0.85, 0.1)]:
        evidence, guess = evidence.heard(logs(german, english), 25.0)
        languages.append(guess.language)
    assert languages == ["de"] * 6


def test_evidence_fades_by_half_in_ten_seconds_of_speech() -> None:
    evidence = after([(10.0, 0.2)])
    assert lead(evidence) == pytest.approx(0.5 * math.log(4))
    later = after([(10.0, 0.2), (10.0, 0.5)])
    assert lead(later) == pytest.approx(0.25 * math.log(4))
    assert later.weight == pytest.approx(0.75)


def test_a_second_weighs_less_than_a_long_window() -> None:
    # 1 - 2^-0.1 = 0.067 and 1 - 2^-2.5 = 0.823
    assert lead(after([(1.0, 0.2)])) == pytest.approx(0.067 * math.log(4), abs=1e-3)
    assert lead(after([(25.0, 0.2)])) == pytest.approx(0.823 * math.log(4), abs=1e-3)


def test_one_window_cannot_be_more_than_sure() -> None:
    assert lead(after([(10.0, 1e-9)])) == pytest.approx(0.5 * CEILING)
    assert pytest.approx(math.log(19)) == CEILING


@pytest.mark.parametrize(
    ("windows", "followed_by"),
    [
        # 25 s: 2.944 × 0.177 - 2.197 × 0.823 = -1.29
        ([(25.0, 0.9)], 1),
        # 15 s: 2.944 × 0.354 - 2.197 × 0.646 = -0.38; then -0.38 × 0.354 - 1.42 = -1.55
        ([(15.0, 0.9)] * 2, 2),
        # 10 s: 1.47 - 1.10 = 0.37; then 0.19 - 1.10 = -0.91
        ([(10.0, 0.9)] * 2, 2),
        # sure, and at least 5 s long
        ([(5.0, 0.96)], 1),
    ],
)
def test_a_true_switch_is_followed(windows: list[Heard], followed_by: int) -> None:
    languages = follow([*PERSIAN_TALK, *windows])[len(PERSIAN_TALK) :]
    assert languages == ["fa"] * (followed_by - 1) + ["en"]


@pytest.mark.parametrize(
    "windows",
    [
        [(1.0, 0.999)] * 5,  # «OK» five times
        [(4.9, 0.999)],
        [(25.0, 0.66)] * 20,  # ln(0.66 / 0.34) = 0.66, never the margin
        [(5.0, 0.94), (25.0, 0.1), (5.0, 0.94), (25.0, 0.1)],
        [(5.0, 0.01), (10.0, 0.9)],  # sure of what is known makes nobody forget
    ],
)
def test_what_is_short_or_unsure_or_passing_changes_nothing(windows: list[Heard]) -> None:
    assert set(follow([*PERSIAN_TALK, *windows])) == {"fa"}


def test_a_slip_that_was_overwhelming_is_made_good_by_the_next_window() -> None:
    assert follow([*PERSIAN_TALK, (5.0, 0.97), (10.0, 0.1)])[-2:] == ["en", "fa"]


def test_after_little_speech_little_is_needed_to_change() -> None:
    assert follow([(1.0, 0.6), (10.0, 0.3)]) == ["en", "fa"]


def test_of_equals_the_first_candidate_is_taken_and_then_kept() -> None:
    assert follow([(5.0, 0.5), (5.0, 0.5)]) == ["fa", "fa"]
    assert follow([(5.0, 0.5), (5.0, 0.5)], ("en", "fa")) == ["en", "en"]


@pytest.mark.parametrize(
    ("candidates", "shares", "is_undecided"),
    [
        (("fa", "ar"), (0.6, 0.4), True),  # 0.823 × 0.405 = 0.33
        (("fa", "ar"), (0.9, 0.1), False),  # 0.823 × 2.197 = 1.81
        (("fa", "en"), (0.5, 0.5), False),
        (("en", "fa", "ar"), (0.9, 0.05, 0.05), False),  # neither look-alike is the language
        (("fa", "en", "ps"), (0.4, 0.3, 0.3), True),
        (("fa",), (0.5,), False),
    ],
)
def test_only_look_alikes_that_are_about_as_likely_are_left_to_letters(
    candidates: tuple[str, ...], shares: tuple[float, ...], is_undecided: bool
) -> None:
    evidence, _ = LanguageEvidence.none_yet(candidates).heard(logs(*shares), 25.0)
    assert evidence.is_undecided is is_undecided


def test_letters_count_as_sure_sound_does() -> None:
    evidence, guess = LanguageEvidence.none_yet(("fa", "ar")).heard(logs(0.55, 0.45), 10.0)
    assert guess.language == "fa"
    told = evidence.written("ar", 10.0)
    # 0.5 × 0.201 halved once more, against half of 2.944
    assert lead(told) == pytest.approx(0.25 * math.log(0.55 / 0.45) - 0.5 * math.log(19))
    assert (told.language, told.is_undecided) == ("ar", False)
    assert not evidence.written("fa", 10.0).is_undecided


PROBABILITIES = st.floats(0.001, 0.999)
SECONDS = st.floats(0.2, 30.0)
WINDOWS = st.lists(st.tuples(SECONDS, PROBABILITIES), max_size=12)


@given(WINDOWS, st.floats(0.9, 0.999), st.floats(10.0, 30.0))
def test_two_sure_windows_of_ten_seconds_are_followed_after_any_history(
    history: list[Heard], sure: float, seconds: float
) -> None:
    assert follow([*history, (seconds, sure), (seconds, sure)])[-1] == "en"
    assert follow([*history, (seconds, 1 - sure), (seconds, 1 - sure)])[-1] == "fa"


@given(st.lists(st.tuples(SECONDS, st.floats(0.001, 0.65)), max_size=12))
def test_unsure_windows_never_change_a_settled_recording(windows: list[Heard]) -> None:
    """ln(0.65 / 0.35) = 0.62, and after 100 s of speech the margin is held in full but for a thousandth."""
    assert set(follow([*PERSIAN_TALK, *windows])) == {"fa"}


@given(WINDOWS, st.tuples(PROBABILITIES, PROBABILITIES), SECONDS, st.floats(-50.0, 0.0))
def test_what_all_candidates_leave_to_others_changes_nothing(
    history: list[Heard], shares: tuple[float, float], seconds: float, share: float
) -> None:
    sureness = max(shares) / sum(shares)
    assume(sureness > 0.5001)  # where two are equal, or just overwhelming, rounding decides
    assume(abs(sureness - OVERWHELMING) > 1e-4)
    before = after(history)
    plain, guess = before.heard(logs(*shares), seconds)
    small, lesser = before.heard([value + share for value in logs(*shares)], seconds)
    assert small.sums == pytest.approx(plain.sums, abs=1e-9)
    assert lesser.probability == pytest.approx(guess.probability)


@given(WINDOWS)
@settings(max_examples=50)
def test_sums_stay_bounded_and_the_language_a_candidate(windows: list[Heard]) -> None:
    evidence = after(windows)
    assert all(-CEILING <= each <= 0.0 for each in evidence.sums)
    assert 0.0 <= evidence.weight <= 1.0
    assert evidence.language in evidence.candidates


def test_a_hopeless_candidate_costs_no_overflow() -> None:
    evidence, _ = LanguageEvidence.none_yet(("fa", "en")).heard((0.0, -5000.0), 25.0)
    _, guess = evidence.heard((-5000.0, 0.0), 2.0)
    assert guess == LanguageGuess("fa", 0.0)
