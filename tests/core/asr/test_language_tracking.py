"""Turns of many threads: whatever the timing, each window is decided by itself and those before it."""

import math
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from dabir_core.asr.language_evidence import LanguageClues, LanguageEvidence, LanguageGuess
from dabir_core.asr.language_tracking import LanguageTracker, LanguageTurn
from dabir_core.progress import CancelToken

SURE, UNSURE = 0.99, 0.55


def logs(english: float) -> tuple[float, float]:
    return math.log(1 - english), math.log(english)


def told(guess: LanguageGuess | None) -> tuple[str, float] | None:
    return None if guess is None else (guess.language, round(guess.probability, 9))


class WindowLostError(Exception):
    """A window whose reading fails."""


def one_after_the_other(heard: list[tuple[float, float]]) -> list[LanguageGuess]:
    evidence, guesses = LanguageEvidence.none_yet(("fa", "en")), []
    for english, seconds in heard:
        evidence, guess = evidence.heard(logs(english), seconds)
        guesses.append(guess)
    return guesses


def in_a_pool(
    tracker: LanguageTracker, works: list[Callable[[LanguageTurn], object]], *, threads: int
) -> list[Future[object]]:
    """Each work in a turn of its own, taken and begun in order; gives what became of each, once all are over."""

    def read(turn: LanguageTurn, work: Callable[[LanguageTurn], object]) -> object:
        with turn:
            return work(turn)

    with ThreadPoolExecutor(threads) as pool:
        return [pool.submit(read, tracker.turn(), work) for work in works]


@pytest.mark.parametrize("threads", [1, 2, 5, 16])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_threads_decide_what_one_alone_would_have(threads: int, seed: int) -> None:
    chance = random.Random(seed)
    heard = [(chance.uniform(0.02, 0.98), chance.uniform(0.5, 28.0)) for _ in range(40)]
    pauses = [chance.uniform(0.0, 0.004) for _ in heard]

    def work(english: float, seconds: float, pause: float) -> Callable[[LanguageTurn], object]:
        def decide(turn: LanguageTurn) -> object:
            time.sleep(pause)
            guess = turn.decide(logs(english), seconds, cancel=CancelToken())
            time.sleep(pause)
            return guess

        return decide

    works = [work(*window, pause) for window, pause in zip(heard, pauses, strict=True)]
    outcomes = in_a_pool(LanguageTracker(("fa", "en")), works, threads=threads)
    assert [outcome.result() for outcome in outcomes] == one_after_the_other(heard)


def test_a_window_that_fails_or_says_nothing_is_passed_over() -> None:
    def fail(turn: LanguageTurn) -> object:
        time.sleep(0.01)
        raise WindowLostError

    def decide(turn: LanguageTurn) -> object:
        return turn.decide(logs(SURE), 3.0, cancel=CancelToken())

    outcomes = in_a_pool(LanguageTracker(("fa", "en")), [fail, decide, lambda turn: None, decide], threads=4)
    assert isinstance(outcomes[0].exception(), WindowLostError)
    assert [outcomes[1].result(), outcomes[3].result()] == one_after_the_other([(SURE, 3.0)] * 2)


def test_cancelling_wakes_who_waits_and_nobody_is_held_up() -> None:
    tracker = LanguageTracker(("fa", "en"))
    first, second, third = tracker.turn(), tracker.turn(), tracker.turn()
    cancel, outcome = CancelToken(), []
    waiting = threading.Thread(target=lambda: outcome.append(second.decide(logs(SURE), 3.0, cancel=cancel)))
    waiting.start()
    cancel.cancel()
    waiting.join(timeout=5)
    assert outcome == [None]
    assert second.clues is None
    with second, first:
        pass
    assert third.decide(logs(SURE), 3.0, cancel=CancelToken()) is not None


def test_a_later_window_waits_for_no_decoding() -> None:
    tracker = LanguageTracker(("fa", "en"))
    first, second = tracker.turn(), tracker.turn()
    with first:
        first.decide(logs(UNSURE), 20.0, cancel=CancelToken())
        assert second.decide(logs(UNSURE), 20.0, cancel=CancelToken()) is not None


def test_asked_again_a_turn_answers_the_same_and_counts_once() -> None:
    tracker = LanguageTracker(("fa", "en"))
    turn = tracker.turn()
    answers = [turn.decide(logs(each), 10.0, cancel=CancelToken()) for each in (SURE, UNSURE)]
    assert [told(answer) for answer in answers] == [("en", SURE)] * 2
    assert tracker.evidence == LanguageEvidence.none_yet(("fa", "en")).heard(logs(SURE), 10.0)[0]
    assert turn.clues == LanguageClues(logs(SURE), 10.0, "en")


def test_look_alikes_that_are_as_likely_wait_for_letters() -> None:
    tracker = LanguageTracker(("fa", "ar"))
    first, second = tracker.turn(), tracker.turn()
    with ThreadPoolExecutor(1) as pool, first:
        guess = first.decide(logs(0.45), 10.0, cancel=CancelToken())
        assert told(guess) == ("fa", 0.55)
        later = pool.submit(second.decide, logs(0.45), 10.0, cancel=CancelToken())
        time.sleep(0.1)
        assert not later.done()
        first.read("ar")
        assert told(later.result(timeout=5)) == ("ar", 0.45)
    assert first.clues == LanguageClues(logs(0.45), 10.0, "fa", "ar")


@pytest.mark.parametrize("written", [None, "ur", "fa"])
def test_letters_that_name_no_other_candidate_let_the_next_window_go_on(written: str | None) -> None:
    tracker = LanguageTracker(("fa", "ar"))
    first, second = tracker.turn(), tracker.turn()
    first.decide(logs(0.45), 10.0, cancel=CancelToken())
    first.read(written)
    guess = second.decide(logs(0.45), 10.0, cancel=CancelToken())
    assert guess is not None
    assert guess.language == "fa"
    assert first.clues == LanguageClues(logs(0.45), 10.0, "fa")


def test_letters_are_not_asked_where_the_sound_decided() -> None:
    tracker = LanguageTracker(("fa", "ar"))
    first = tracker.turn()
    first.decide(logs(0.1), 20.0, cancel=CancelToken())
    evidence = tracker.evidence
    first.read("ar")
    assert (tracker.evidence, first.clues) == (evidence, LanguageClues(logs(0.1), 20.0, "fa"))


def test_the_window_s_own_belief_in_another_candidate() -> None:
    turn = LanguageTracker(("fa", "ar")).turn()
    turn.decide((math.log(0.3), math.log(0.1)), 20.0, cancel=CancelToken())
    assert told(turn.belief("ar")) == ("ar", 0.25)
