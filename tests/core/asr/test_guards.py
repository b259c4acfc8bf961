"""Each guard by a table: what it doubts, and what stands just inside its limit."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dabir_core.asr.doubts import Doubt
from dabir_core.asr.guards import GuardLimits, Guards, is_echo, speech_ratio, speech_seconds
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.window_result import WindowResult
from dabir_core.options import Task
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import EndedBy, Word

FIRST_TIMESTAMP = 1000
PERSIAN = "من دیروز با مادرم به بازار رفتم"
GUARDS = Guards(FIRST_TIMESTAMP)


def window(
    text: str = PERSIAN,
    *,
    tokens: Sequence[int] = range(20),
    mean: float = -0.2,
    values: Sequence[float] | None = None,
    no_speech: float = 0.0,
    ended_by: EndedBy = EndedBy.END_OF_TEXT,
    language: str = "fa",
    spoken: tuple[float, ...] = (10.0,),
) -> WindowResult:
    """Ten seconds from second 100 on, with spans of the `spoken` lengths, one second apart."""
    starts = [100 + sum(spoken[:place]) + place for place in range(len(spoken))]
    spans = [
        SpeechSpan(round(start * 16_000), round((start + length) * 16_000))
        for start, length in zip(starts, spoken, strict=True)
    ]
    values = (mean,) * (len(tokens) + 1) if values is None else tuple(values)
    hypothesis = Hypothesis(tuple(tokens), values, no_speech, ended_by)
    return WindowResult(100.0, 110.0, tuple(spans), hypothesis, text, language)


def doubts(result: WindowResult, prompt: str = "") -> tuple[Doubt, ...]:
    return GUARDS.doubts(result, prompt=prompt)


def test_a_good_window_is_not_doubted() -> None:
    assert doubts(window()) == ()
    assert doubts(window("Yesterday I went to the market", language="en")) == ()


@pytest.mark.parametrize("ended_by", [EndedBy.TOKEN_CAP, EndedBy.GUARD])
@pytest.mark.parametrize("text", [PERSIAN, ""])
def test_a_text_that_did_not_end_is_unfinished(ended_by: EndedBy, text: str) -> None:
    assert doubts(window(text, ended_by=ended_by)) == (Doubt.UNFINISHED,)


def test_an_empty_text_is_no_invention() -> None:
    assert doubts(window("", tokens=(), mean=-5.0, no_speech=0.99)) == ()


def test_an_empty_text_where_somebody_speaks_lacks_what_was_said() -> None:
    assert doubts(window("", tokens=(), spoken=(0.6, 0.6))) == (Doubt.UNHEARD,)
    assert doubts(window("", tokens=(), spoken=(0.5, 0.5))) == ()
    assert doubts(window("", tokens=(), spoken=())) == ()  # nothing was detected, nothing is missing


@pytest.mark.parametrize(
    ("language", "text", "most"),
    [("fa", PERSIAN, 188), ("en", "Yesterday I went to the market", 98), ("de", "Gestern war ich da", 258)],
)
def test_more_tokens_than_can_be_said_are_doubted(language: str, text: str, most: int) -> None:
    # ten seconds at 18, 9 and 25 tokens, and eight to spare
    assert doubts(window(text, tokens=range(most), language=language)) == ()
    assert doubts(window(text, tokens=range(most + 1), language=language)) == (Doubt.TOO_MANY_TOKENS,)


def test_pauses_do_not_pay_for_tokens_and_timestamps_cost_none() -> None:
    spoken = (1.0, 1.0)
    assert doubts(window(tokens=range(44), spoken=spoken)) == ()
    assert doubts(window(tokens=range(45), spoken=spoken)) == (Doubt.TOO_MANY_TOKENS,)
    assert doubts(window(tokens=[*range(44), FIRST_TIMESTAMP, FIRST_TIMESTAMP + 9], spoken=spoken)) == ()


def test_dense_persian_of_four_words_a_second_is_believed() -> None:
    # 28 s of speech at 4 words a second and 3.8 tokens a word: 426 tokens, almost all that the decoder can say
    assert doubts(window(tokens=range(152))) == ()


def test_loops_of_words_and_of_tokens_are_doubted() -> None:
    assert doubts(window("بله " * 6)) == (Doubt.LOOP,)
    assert doubts(window("هاهاهاهاهاها", tokens=[7] * 24)) == (Doubt.LOOP,)
    assert doubts(window("بله بله بله")) == ()
    looping = [token for n in range(24) for token in (FIRST_TIMESTAMP + n, 7)]
    assert doubts(window("هاهاها", tokens=looping)) == (Doubt.LOOP,)


def test_text_that_compresses_too_well_is_doubted_unless_it_is_short() -> None:
    line = "گفتم که این را نمی‌خواهم و آن را هم نمی‌خواهم"
    repeated = " ".join(f"{line} {word}" for word in ("یک", "دو", "سه", "چهار", "پنج", "شش"))
    assert doubts(window(repeated)) == (Doubt.REPETITIVE,)
    assert doubts(window("ا" * 79)) == ()
    assert doubts(window("ا" * 80)) == (Doubt.REPETITIVE,)


def test_improbable_tokens_are_doubted() -> None:
    assert doubts(window(mean=-1.0)) == ()
    assert doubts(window(mean=-1.01)) == (Doubt.UNSURE,)


@pytest.mark.parametrize(
    ("values", "is_doubted"),
    [
        ([-0.1] * 40 + [-3.1] * 5 + [-0.1] * 40, True),  # a stretch in a good window, whose mean is -0.3
        ([-0.1] * 40 + [-2.9] * 5 + [-0.1] * 40, False),
        ([-0.1] * 40 + [-6.0, -6.0, -0.5, -0.5, -0.5] + [-0.1] * 40, False),  # a rare name: -2.7
        ([-0.1] * 40 + [-12.0] + [-0.1] * 40, False),  # one token: -2.5
        ([-0.1] * 80 + [-3.1] * 5, True),
        ([-3.1, -0.1, -0.1, -0.1], False),
        ([], False),
    ],
)
def test_a_stretch_of_improbable_tokens_is_doubted_and_a_rare_name_is_not(
    values: list[float], is_doubted: bool
) -> None:
    found = doubts(window(tokens=range(max(0, len(values) - 1)), values=values))
    assert found == ((Doubt.UNSURE,) if is_doubted else ())


def test_no_speech_needs_a_second_witness() -> None:
    assert doubts(window(no_speech=0.99)) == ()
    assert doubts(window(no_speech=0.61, mean=-1.1)) == (Doubt.UNSURE, Doubt.NO_SPEECH)
    assert doubts(window(no_speech=0.6, mean=-1.1)) == (Doubt.UNSURE,)
    assert doubts(window(no_speech=0.61, spoken=(0.9,), tokens=range(8))) == (Doubt.NO_SPEECH,)
    assert doubts(window(no_speech=0.61, spoken=(1.1,), tokens=range(8))) == ()
    assert doubts(window(spoken=(0.9,), tokens=range(8))) == ()


def test_thanks_are_believed_where_somebody_speaks() -> None:
    thanks = "ممنون که تا پایان تماشا کردید"
    assert doubts(window(thanks)) == ()
    assert doubts(window(thanks, mean=-0.71)) == (Doubt.BOILERPLATE,)
    assert doubts(window(thanks, spoken=(2.9,))) == (Doubt.BOILERPLATE,)
    assert doubts(window(PERSIAN, spoken=(2.9,))) == ()


def test_letters_of_another_language_are_doubted_and_a_translation_is_english() -> None:
    english = "Yesterday I went to the market"
    assert doubts(window(english)) == (Doubt.WRONG_SCRIPT,)
    translating = Guards(FIRST_TIMESTAMP, Task.TRANSLATE)
    assert translating.doubts(window(english), prompt="") == ()
    assert translating.doubts(window(PERSIAN), prompt="") == (Doubt.WRONG_SCRIPT,)


def test_the_prompt_said_back_is_doubted() -> None:
    prompt = "جلسهٔ امروز: من دیروز، با مادرم به بازار رفتم."
    assert doubts(window(), prompt) == (Doubt.PROMPT_ECHO,)
    assert doubts(window(), "") == ()
    assert doubts(window(), "دبیر، ویسپر") == ()


@pytest.mark.parametrize(
    ("text", "prompt", "is_one"),
    [
        ("دبیر، ویسپر، تهران", "دبیر ویسپر تهران", True),
        ("ویسپر تهران", "دبیر ویسپر تهران", False),
        ("دبیر تهران ویسپر", "دبیر ویسپر تهران", False),
        ("دبیر ویسپر تهران است", "دبیر ویسپر تهران", False),
        ("", "دبیر ویسپر تهران", False),
    ],
)
def test_an_echo_has_three_words_of_the_prompt_in_order(text: str, prompt: str, is_one: bool) -> None:
    assert is_echo(text, prompt, fewest_words=3) is is_one


def spoken_until(end: float) -> tuple[Word, ...]:
    """Words of four letters, three a second, from second 100 on."""
    starts = [100 + place / 3 for place in range(round(3 * (end - 100)))]
    return tuple(Word("خانه", start, start + 1 / 3, 1.0) for start in starts)


def test_a_tail_that_the_decoder_passed_over_is_doubted() -> None:
    # until 109.1 and 108.9 of 110
    assert doubts(replace(window(), words=(*spoken_until(108), Word("رسید", 108.77, 109.1, 1.0)))) == ()
    assert doubts(replace(window(), words=(*spoken_until(108), Word("رسید", 108.57, 108.9, 1.0)))) == (Doubt.UNHEARD,)


def test_word_times_of_a_translation_tell_nothing_of_what_was_passed_over() -> None:
    result = replace(window("Yesterday I went to the market"), words=spoken_until(105))
    assert Guards(FIRST_TIMESTAMP).doubts(replace(result, language="en"), prompt="") == (Doubt.UNHEARD,)
    translating = Guards(FIRST_TIMESTAMP, Task.TRANSLATE)
    assert translating.doubts(result, prompt="") == ()
    nothing = window("", tokens=(), spoken=(0.6, 0.6))  # speech without any text is no question of times
    assert translating.doubts(nothing, prompt="") == (Doubt.UNHEARD,)


def test_limits_can_be_set() -> None:
    strict = Guards(FIRST_TIMESTAMP, limits=GuardLimits(log_probability=-0.1))
    assert strict.doubts(window(), prompt="") == (Doubt.UNSURE,)


def test_speech_is_measured_on_the_spans_and_on_the_window_without_them() -> None:
    assert speech_seconds(window(spoken=(2.0, 3.0))) == 5.0
    assert speech_ratio(window(spoken=(2.0, 3.0))) == 0.5
    assert (speech_seconds(window(spoken=())), speech_ratio(window(spoken=()))) == (10.0, 1.0)
