"""The rungs in order, how far a window climbs, and which attempt is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from dabir_core.asr.doubts import NO_TEXT, Doubt
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.ladder import Attempt, Hearing, Ladder, Manner
from dabir_core.asr.orders import Withdrawn
from dabir_core.asr.window_result import WindowResult
from dabir_core.transcript import EndedBy

RUNGS = ("whole+prompt@0.0", "whole@0.0", "first@0.0", "second@0.0", "whole*5@0.0", "whole@0.4", "whole@0.8")


@dataclass
class ScriptedHearing:
    """Obeys `Hearing`: each decoding's text is its rung's name; withdrawn on the rung `cancelled_at`."""

    prompt: str = "سلام"
    name: str = "whole"
    can_be_cut: bool = True
    can_be_short: bool = False
    cancelled_at: str = ""
    is_misheard: bool = False
    mean: Mapping[str, float] = field(default_factory=dict)
    rungs: list[str] = field(default_factory=list)

    @property
    def allows_short(self) -> bool:
        return self.can_be_short

    def decode(self, manner: Manner) -> WindowResult:
        beams = f"*{manner.beams}" if manner.beams > 1 else ""
        length = "short " * manner.shortened
        rung = f"{length}{self.name}{'+prompt' * manner.with_prompt}{beams}@{manner.temperature}"
        self.rungs.append(rung)
        if rung == self.cancelled_at:
            raise Withdrawn
        hypothesis = Hypothesis((5,), (self.mean.get(rung, -0.2),) * 2, 0.0, EndedBy.END_OF_TEXT)
        return WindowResult(0.0, 10.0, (), hypothesis, rung, "fa")

    def as_written(self, text: str) -> Hearing | None:
        if not self.is_misheard or self.name != "whole":
            return None
        return replace(self, name="rewritten")

    def halves(self) -> tuple[Hearing, Hearing] | None:
        if not self.can_be_cut:
            return None
        first, second = (replace(self, name=name) for name in ("first", "second"))
        return first, second


@dataclass
class ScriptedJudge:
    """Obeys `WindowJudge`: believes rungs that are not listed; remembers the prompts it was told."""

    doubted: Mapping[str, tuple[Doubt, ...]]
    prompts: list[str] = field(default_factory=list)

    def doubts(self, result: WindowResult, *, prompt: str) -> tuple[Doubt, ...]:
        self.prompts.append(prompt)
        return self.doubted.get(result.text, ())


def climb(hearing: ScriptedHearing, doubted: Mapping[str, tuple[Doubt, ...]], temperature: float = 0.0) -> Attempt:
    return Ladder(ScriptedJudge(doubted), temperature).climb(hearing)


def texts(attempt: Attempt) -> list[str]:
    return [part.text for part in attempt.parts]


def all_but(*believed: str) -> dict[str, tuple[Doubt, ...]]:
    return {rung: (Doubt.LOOP,) for rung in RUNGS if rung not in believed}


@pytest.mark.parametrize("prompt", ["", "سلام"])
def test_a_good_window_is_decoded_once(prompt: str) -> None:
    hearing = ScriptedHearing(prompt)
    attempt = climb(hearing, {})
    assert attempt.doubts == ()
    assert len(hearing.rungs) == 1


@pytest.mark.parametrize("good", ["whole+prompt@0.0", "whole@0.0", "whole*5@0.0", "whole@0.4", "whole@0.8"])
def test_the_climb_ends_on_the_first_rung_that_is_believed(good: str) -> None:
    hearing = ScriptedHearing()
    assert texts(climb(hearing, all_but(good))) == [good]
    assert tuple(hearing.rungs) == RUNGS[: RUNGS.index(good) + 1]


def test_halves_are_believed_only_together() -> None:
    together, alone = ScriptedHearing(), ScriptedHearing()
    assert texts(climb(together, all_but("first@0.0", "second@0.0"))) == ["first@0.0", "second@0.0"]
    assert tuple(together.rungs) == RUNGS[:4]
    assert texts(climb(alone, all_but("first@0.0", "whole@0.4"))) == ["whole@0.4"]


def test_the_judge_is_told_the_prompt_only_where_the_decoder_was() -> None:
    judge = ScriptedJudge(all_but())
    Ladder(judge).climb(ScriptedHearing("سلام"))
    assert judge.prompts == ["سلام", "", "", "", "", "", ""]


def test_speech_without_words_is_looked_for_in_the_halves_and_no_further() -> None:
    hearing = ScriptedHearing(prompt="")
    attempt = climb(hearing, dict.fromkeys(("whole@0.0", "second@0.0"), (Doubt.UNHEARD,)))
    assert hearing.rungs == ["whole@0.0", "first@0.0", "second@0.0"]
    assert attempt.doubts == (Doubt.UNHEARD,)


def test_speech_without_words_beside_another_fault_is_looked_for_everywhere() -> None:
    hearing = ScriptedHearing(prompt="")
    climb(hearing, all_but() | {"whole@0.0": (Doubt.UNHEARD, Doubt.LOOP)})
    assert hearing.rungs == list(RUNGS[1:])


def test_rungs_that_a_window_lacks_are_passed_over() -> None:
    hearing = ScriptedHearing(prompt="", can_be_cut=False)
    climb(hearing, all_but())
    assert hearing.rungs == ["whole@0.0", "whole*5@0.0", "whole@0.4", "whole@0.8"]


def test_no_rung_is_cooler_than_what_was_asked_for() -> None:
    hearing = ScriptedHearing(prompt="", can_be_cut=False)
    doubted = all_but() | {"whole@0.5": (Doubt.LOOP,)}
    climb(hearing, doubted, 0.5)
    assert hearing.rungs == ["whole@0.5", "whole*5@0.0", "whole@0.8"]


def test_of_bad_attempts_the_one_with_the_lightest_doubts_is_kept() -> None:
    doubted = all_but() | {"whole@0.4": (Doubt.UNFINISHED,), "whole@0.8": (Doubt.UNFINISHED, Doubt.UNSURE)}
    attempt = climb(ScriptedHearing(), doubted)
    assert texts(attempt) == ["whole@0.4"]
    assert attempt.doubts == (Doubt.UNFINISHED,)


def test_of_equal_doubts_the_likelier_text_is_kept_and_of_equal_texts_the_first() -> None:
    doubted = dict.fromkeys(RUNGS, (Doubt.UNSURE,))
    assert texts(climb(ScriptedHearing(mean={"whole@0.4": -0.1}), doubted)) == ["whole@0.4"]
    assert texts(climb(ScriptedHearing(), doubted)) == ["whole+prompt@0.0"]


def test_what_is_doubted_of_a_half_is_doubted_of_the_whole() -> None:
    doubted = all_but() | {"first@0.0": (Doubt.UNSURE,), "second@0.0": (Doubt.UNSURE, Doubt.WRONG_SCRIPT)}
    attempt = climb(ScriptedHearing(), doubted)
    assert texts(attempt) == ["first@0.0", "second@0.0"]
    assert attempt.doubts == (Doubt.UNSURE, Doubt.WRONG_SCRIPT)


@pytest.mark.parametrize("doubt", sorted(NO_TEXT))
def test_an_invention_ends_the_climb_without_a_text(doubt: Doubt) -> None:
    hearing = ScriptedHearing(prompt="")
    attempt = climb(hearing, {"whole@0.0": (Doubt.UNSURE, doubt)})
    assert attempt.is_withheld
    assert attempt.doubts == (Doubt.UNSURE, doubt)
    assert hearing.rungs == ["whole@0.0"]


def test_with_a_prompt_an_invention_is_asked_again_without_it() -> None:
    hearing = ScriptedHearing()
    attempt = climb(hearing, {"whole+prompt@0.0": (Doubt.NO_SPEECH,)})
    assert texts(attempt) == ["whole@0.0"]
    assert not attempt.is_withheld


def test_chance_and_halves_do_not_decide_that_nobody_speaks() -> None:
    doubted = dict.fromkeys(RUNGS, (Doubt.NO_SPEECH,)) | {"whole@0.0": (Doubt.LOOP,), "whole+prompt@0.0": (Doubt.LOOP,)}
    attempt = climb(ScriptedHearing(), doubted)
    assert texts(attempt) == ["whole+prompt@0.0"]
    assert not attempt.is_withheld


@pytest.mark.parametrize("rung", RUNGS)
def test_cancelling_ends_the_climb_on_any_rung(rung: str) -> None:
    hearing = ScriptedHearing(cancelled_at=rung)
    with pytest.raises(Withdrawn):
        climb(hearing, all_but())
    assert tuple(hearing.rungs) == RUNGS[: RUNGS.index(rung) + 1]


def test_a_text_in_other_letters_is_decoded_in_their_language_before_it_is_cut() -> None:
    hearing = ScriptedHearing(is_misheard=True)
    doubted = {rung: (Doubt.WRONG_SCRIPT,) for rung in ("whole+prompt@0.0", "whole@0.0")}
    assert texts(climb(hearing, doubted)) == ["rewritten@0.0"]
    assert hearing.rungs == ["whole+prompt@0.0", "whole@0.0", "rewritten@0.0"]


def test_the_language_of_the_letters_is_kept_on_later_rungs_where_its_text_was_better() -> None:
    hearing = ScriptedHearing(prompt="", can_be_cut=False, is_misheard=True)
    doubted = all_but() | {"rewritten@0.0": (Doubt.UNSURE,), "whole@0.0": (Doubt.WRONG_SCRIPT,)}
    assert texts(climb(hearing, doubted)) == ["rewritten*5@0.0"]
    other = ScriptedHearing(prompt="", can_be_cut=False, is_misheard=True)
    doubted = all_but() | {"rewritten@0.0": (Doubt.LOOP,), "whole@0.0": (Doubt.WRONG_SCRIPT,)}
    assert texts(climb(other, doubted)) == ["whole@0.0"]
    assert other.rungs == ["whole@0.0", "rewritten@0.0", "whole*5@0.0", "whole@0.4", "whole@0.8"]


def test_cancelling_ends_the_climb_in_the_language_of_the_letters() -> None:
    hearing = ScriptedHearing(prompt="", is_misheard=True, cancelled_at="rewritten@0.0")
    with pytest.raises(Withdrawn):
        climb(hearing, all_but())
    assert hearing.rungs == ["whole@0.0", "rewritten@0.0"]


def test_some_text_is_kept_rather_than_none_that_is_more_probable() -> None:
    def attempt(*texts: str, mean: float) -> Attempt:
        said = Hypothesis((5,), (mean,) * 2, 0.0, EndedBy.END_OF_TEXT)
        return Attempt(tuple(WindowResult(0.0, 10.0, (), said, text, "fa") for text in texts), (Doubt.UNHEARD,))

    assert attempt("سلام", "", mean=-0.5).score > attempt("", mean=-0.1).score


SHORT_RUNGS = (
    *("short whole+prompt@0.0", "whole+prompt@0.0", "whole@0.0"),
    *("short first@0.0", "first@0.0", "short second@0.0", "second@0.0"),
    *("whole*5@0.0", "whole@0.4", "whole@0.8"),
)


def all_short_but(*believed: str) -> dict[str, tuple[Doubt, ...]]:
    return {rung: (Doubt.LOOP,) for rung in SHORT_RUNGS if rung not in believed}


@pytest.mark.parametrize("prompt", ["", "سلام"])
def test_a_short_input_that_is_believed_is_all_that_is_tried(prompt: str) -> None:
    hearing = ScriptedHearing(prompt, can_be_short=True)
    climb(hearing, {})
    assert hearing.rungs == [f"short whole{'+prompt' if prompt else ''}@0.0"]


def test_a_short_input_that_is_doubted_is_read_whole_before_anything_else_is_changed() -> None:
    hearing = ScriptedHearing(can_be_short=True)
    assert texts(climb(hearing, all_short_but("whole+prompt@0.0"))) == ["whole+prompt@0.0"]
    assert tuple(hearing.rungs) == SHORT_RUNGS[:2]


def test_all_later_rungs_read_the_whole_input_but_for_halves_which_may_be_short() -> None:
    hearing = ScriptedHearing(can_be_short=True)
    climb(hearing, all_short_but())
    assert tuple(hearing.rungs) == SHORT_RUNGS


def test_only_the_half_that_is_doubted_is_read_whole() -> None:
    hearing = ScriptedHearing(can_be_short=True)
    assert texts(climb(hearing, all_short_but("short first@0.0", "second@0.0"))) == ["short first@0.0", "second@0.0"]
    assert tuple(hearing.rungs) == tuple(rung for rung in SHORT_RUNGS[:7] if rung != "first@0.0")


@pytest.mark.parametrize("doubt", sorted(NO_TEXT))
def test_a_short_input_does_not_decide_that_nobody_speaks(doubt: Doubt) -> None:
    hearing = ScriptedHearing(prompt="", can_be_short=True)
    attempt = climb(hearing, {"short whole@0.0": (doubt,)})
    assert texts(attempt) == ["whole@0.0"]
    assert not attempt.is_withheld


@pytest.mark.parametrize("rung", SHORT_RUNGS)
def test_cancelling_ends_the_climb_of_a_short_window_too(rung: str) -> None:
    hearing = ScriptedHearing(can_be_short=True, cancelled_at=rung)
    with pytest.raises(Withdrawn):
        climb(hearing, all_short_but())
    assert tuple(hearing.rungs) == SHORT_RUNGS[: SHORT_RUNGS.index(rung) + 1]
