import numpy as np
import pytest

from dabir_core.speech.spans import SpeechSpan
from dabir_core.speech.windows import Placement, Window, WindowPlanner, WindowRules

_FRAME = 512
_MARKS = {"S": 0.95, "s": 0.6, "_": 0.02}
_PRE_ROLL, _HANGOVER = 4_800, 6_400  # 0.3 s and 0.4 s


def _plan(script: str, limit_samples: int, levels_db: list[float] | None = None) -> list[Placement]:
    """Windows of a recording drawn frame by frame: S sure speech, s unsure speech, _ silence."""
    planner = WindowPlanner(limit_samples, WindowRules())
    placements = planner.push([_MARKS[mark] for mark in script], levels_db or [-30.0] * len(script))
    return placements + planner.finish(len(script) * _FRAME)


def _frames(*edges: int) -> tuple[SpeechSpan, ...]:
    return tuple(SpeechSpan(start * _FRAME, end * _FRAME) for start, end in zip(edges[::2], edges[1::2], strict=True))


def test_silence_gives_no_window() -> None:
    assert _plan("_" * 1000, 320_000) == []
    assert _plan("", 320_000) == []


def test_silence_around_speech_is_trimmed_to_the_padding() -> None:
    (window,) = _plan("_" * 100 + "S" * 50 + "_" * 100, 320_000)
    assert window == Placement(51_200 - _PRE_ROLL, 76_800 + _HANGOVER, _frames(100, 150))


def test_padding_stays_inside_the_recording() -> None:
    (window,) = _plan("__" + "S" * 50 + "__", 320_000)
    assert (window.start_samples, window.end_samples) == (0, 54 * _FRAME)


def test_speech_up_to_the_last_sample_is_kept() -> None:
    planner = WindowPlanner(320_000, WindowRules())
    assert planner.push([0.9] * 20, [-30.0] * 20) == []
    assert planner.finish(20 * _FRAME - 100) == [Placement(0, 10_140, (SpeechSpan(0, 10_140),))]


def test_pause_of_two_seconds_stays_inside_a_window() -> None:
    (window,) = _plan("S" * 30 + "_" * 62 + "S" * 30, 320_000)  # 1.98 s
    assert window.spans == _frames(0, 30, 92, 122)


def test_longer_pause_ends_the_window_as_soon_as_it_is_that_long() -> None:
    planner = WindowPlanner(320_000, WindowRules())
    given_at = [frame for frame, mark in enumerate("S" * 30 + "_" * 100) for _ in planner.push([_MARKS[mark]], [-30.0])]
    assert given_at == [30 + 62]  # the 63rd silent frame makes 2.016 s


def test_short_pauses_are_halved_between_neighbours() -> None:
    first, second = _plan("S" * 100 + "_" * 10 + "S" * 100, 150 * _FRAME)
    assert first == Placement(0, 105 * _FRAME, _frames(0, 100))
    assert second == Placement(105 * _FRAME, 210 * _FRAME, _frames(110, 210))


def test_full_window_ends_at_its_longest_late_pause() -> None:
    script = "S" * 20 + "_" * 50 + "S" * 50 + "_" * 20 + "S" * 20 + "_" * 6 + "S" * 100
    first, *_ = _plan(script, 200 * _FRAME)  # pauses begin at 20 (50 frames), 120 (20: early), 160 (6: late)
    assert first.spans == _frames(0, 20, 70, 120, 140, 160)


def test_full_window_takes_a_clear_pause_near_its_end_before_a_longer_one() -> None:
    first, *_ = _plan("S" * 142 + "_" * 15 + "S" * 15 + "_" * 10 + "S" * 100, 200 * _FRAME)  # at 172: over 0.3 s
    assert first.spans == _frames(0, 142, 157, 172)
    first, *_ = _plan("S" * 142 + "_" * 15 + "S" * 15 + "_" * 9 + "S" * 100, 200 * _FRAME)  # at 172: 0.288 s
    assert first.spans == _frames(0, 142)
    first, *_ = _plan("S" * 345 + "_" * 12 + "S" * 15 + "_" * 10 + "S" * 100, 400 * _FRAME)  # both are clear
    assert first.spans == _frames(0, 345, 357, 372)


def test_full_window_without_a_late_pause_ends_at_the_last_one() -> None:
    first, *_ = _plan("S" * 20 + "_" * 8 + "S" * 30 + "_" * 5 + "S" * 300, 200 * _FRAME)
    assert first.spans == _frames(0, 20, 28, 58)


def test_speech_without_pause_is_cut_where_it_is_least_probable() -> None:
    script = (
        "S" * 100 + "ss" + "S" * 59 + "s" + "S" * 138
    )  # frames 100 to 101 and 161; only the latter is in the last 30 %
    first, second = _plan(script, 200 * _FRAME)
    cut = 161 * _FRAME
    assert first == Placement(0, cut, (SpeechSpan(0, cut),))
    assert second == Placement(cut, 300 * _FRAME, (SpeechSpan(cut, 300 * _FRAME),))


def test_speech_without_pause_is_cut_where_it_is_least_loud() -> None:
    levels_db = [-20.0] * 300
    levels_db[100], levels_db[150] = -60.0, -35.0
    first, _ = _plan("S" * 300, 200 * _FRAME, levels_db)
    assert first.end_samples == 150 * _FRAME


def test_endless_speech_is_cut_into_windows_within_the_limit() -> None:
    windows = _plan("S" * 2000, 320_000)
    assert all(window.end_samples - window.start_samples <= 320_000 for window in windows)
    assert [window.start_samples for window in windows] == [0, *(window.end_samples for window in windows[:-1])]
    assert windows[-1].end_samples == 2000 * _FRAME


def test_lowered_limit_holds_for_speech_already_heard() -> None:
    planner = WindowPlanner(448_000, WindowRules())
    assert planner.push([0.9] * 800, [-30.0] * 800) == []
    planner.limit_samples = 100_000
    windows = planner.push([0.9], [-30.0]) + planner.finish(801 * _FRAME)
    assert all(window.end_samples - window.start_samples <= 100_000 for window in windows)
    assert (windows[0].start_samples, windows[-1].end_samples) == (0, 801 * _FRAME)


def test_lowered_limit_holds_at_the_end_of_the_recording() -> None:
    planner = WindowPlanner(448_000, WindowRules())
    planner.push([0.9] * 800, [-30.0] * 800)
    planner.limit_samples = 100_000
    windows = planner.finish(800 * _FRAME)
    assert all(window.end_samples - window.start_samples <= 100_000 for window in windows)
    assert windows[-1].end_samples == 800 * _FRAME


def test_raised_limit_lets_the_window_grow() -> None:
    planner = WindowPlanner(160_000, WindowRules())
    planner.push([0.9] * 250, [-30.0] * 250)
    planner.limit_samples = 320_000
    assert planner.push([0.9] * 300, [-30.0] * 300) == []


def test_forgotten_sound_is_never_asked_for() -> None:
    planner = WindowPlanner(160_000, WindowRules())
    needed_from = 0
    for mark in ("_" * 50 + "S" * 40) * 10 + "S" * 700 + "_" * 90:
        for window in planner.push([_MARKS[mark]], [-30.0]):
            assert window.start_samples >= needed_from
        assert planner.needed_from_samples >= needed_from
        needed_from = planner.needed_from_samples


def test_limit_too_small_for_any_speech_is_our_own_mistake() -> None:
    with pytest.raises(AssertionError):
        WindowPlanner(4_000, WindowRules())


def test_window_knows_its_place() -> None:
    window = Window(np.zeros(32_000, np.float32), 8_000, (SpeechSpan(8_000, 16_000), SpeechSpan(20_000, 36_000)))
    assert (window.start, window.end, window.end_samples) == (0.5, 2.5, 40_000)
