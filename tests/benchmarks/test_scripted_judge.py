from dataclasses import replace
from fractions import Fraction

from benchmarks.scripted_judge import ScriptedJudge
from dabir_core.asr.doubts import Doubt
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.window_result import WindowResult
from dabir_core.transcript import EndedBy

WINDOW = WindowResult(0.0, 30.0, (), Hypothesis((1,), (-0.1,), 0.0, EndedBy.END_OF_TEXT), "سلام", "fa")


class Counting:
    """Obeys `WindowJudge`; believes nothing."""

    def __init__(self) -> None:
        self.calls = 0

    def doubts(self, result: WindowResult, *, prompt: str) -> tuple[Doubt, ...]:
        self.calls += 1
        return (Doubt.WRONG_SCRIPT,)


def window(number: int) -> WindowResult:
    return replace(WINDOW, start=30.0 * number, end=30.0 * (number + 1))


def test_a_fifth_of_the_windows_is_doubted_and_every_attempt_is_judged_in_earnest() -> None:
    guards = Counting()
    judge = ScriptedJudge(guards, share=Fraction(1, 5))
    doubted = [bool(judge.doubts(window(number), prompt="")) for number in range(10)]
    assert doubted == [False, False, False, False, True] * 2
    assert (judge.windows, judge.doubted, guards.calls) == (10, 2, 10)


def test_a_second_attempt_in_whole_or_in_halves_is_believed() -> None:
    judge = ScriptedJudge(Counting(), share=Fraction(1))
    assert judge.doubts(window(0), prompt="")
    assert not judge.doubts(window(0), prompt="")
    assert not judge.doubts(replace(window(0), end=14.0), prompt="")
    assert not judge.doubts(replace(window(0), start=14.0), prompt="")
    assert judge.windows == 1
    assert judge.tokens == 4  # one for each attempt: its log-probabilities


def test_without_a_share_all_is_believed() -> None:
    judge = ScriptedJudge(Counting(), share=Fraction(0))
    assert not any(judge.doubts(window(number), prompt="") for number in range(20))
