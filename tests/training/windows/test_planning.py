"""The plan of an epoch: every clip heard once, windows that hold what they can, and the shares that were asked for."""

from collections import Counter
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.asr.input_lengths import InputLengths
from dabir_core.units import to_samples
from dabir_training.configuration import AugmentSettings, WindowSettings
from dabir_training.windows.epoch_plan import EpochPlan, PlannedWindow
from dabir_training.windows.packing import LEAST_STRADDLE_SAMPLES, PackingRules
from dabir_training.windows.planning import Planner, Stock

WHOLE = to_samples(30.0)
LENGTHS = InputLengths(tuple(map(to_samples, (6.0, 8.0, 10.0, 13.0, 16.0, 20.0, 25.0, 30.0))))
STUDENT = WindowSettings(
    packed=0.0,
    empty=0.0,
    timestamps=0.0,
    prompted=0.0,
    same_speaker=0.0,
    shortest_gap=0.0,
    longest_gap=0.0,
    short_context=False,
)


def stock(clips: int, *, languages: int = 1, mean: float = 3.94) -> Stock:
    rng = np.random.default_rng(7)
    seconds = np.clip(rng.gamma(6.0, mean / 6.0, clips), 0.5, 20.0)
    return Stock(
        samples=(seconds * 16000).astype(np.int32),
        speakers=rng.integers(0, max(1, clips // 20), clips).astype(np.int32),
        languages=(np.arange(clips) % languages).astype(np.int16),
    )


def rules(settings: WindowSettings | None = None, augment: AugmentSettings | None = None) -> PackingRules:
    return PackingRules(settings or WindowSettings(), augment or AugmentSettings(), LENGTHS)


def windows(plan: EpochPlan) -> list[PlannedWindow]:
    return [plan[place] for place in range(len(plan))]


def ends(window: PlannedWindow, clips: Stock) -> list[float]:
    return [piece.at + clips.samples[piece.row] / piece.speed for piece in window.pieces]


@pytest.fixture(scope="module")
def many() -> tuple[Stock, list[PlannedWindow]]:
    clips = stock(12_000)
    return clips, windows(Planner(clips, rules(), seed=3).plan(1))


def assert_share(found: int, of: int, expected: float) -> None:
    """Within 4.5 standard deviations of a binomial: one test in 150,000 fails by chance."""
    assert abs(found - of * expected) <= 4.5 * sqrt(of * expected * (1 - expected)) + 1


@settings(max_examples=60)
@given(st.integers(1, 70), st.integers(0, 5), st.integers(0, 99), st.integers(1, 3), st.sampled_from([0.5, 3.9, 12.0]))
def test_over_an_epoch_every_clip_is_heard_exactly_once(
    count: int, epoch: int, seed: int, languages: int, mean: float
) -> None:
    clips = stock(count, languages=languages, mean=mean)
    planner = Planner(clips, rules(), seed=seed)
    plan = planner.plan(epoch)
    heard = Counter(piece.row for window in windows(plan) for piece in window.pieces)
    assert heard == dict.fromkeys(range(count), 1)
    assert len(plan) == planner.windows


def test_pieces_do_not_overlap_and_end_within_their_input(many: tuple[Stock, list[PlannedWindow]]) -> None:
    clips, made = many
    for window in made:
        starts = [piece.at for piece in window.pieces] + ([window.straddler.at] if window.straddler else [])
        assert all(end <= start + 1 for end, start in zip(ends(window, clips), starts[1:], strict=False))
        assert max(ends(window, clips), default=0) <= window.length + 1


def test_gaps_are_those_that_were_asked_for(many: tuple[Stock, list[PlannedWindow]]) -> None:
    clips, made = many
    gaps = [
        after.at / 16000 - end / 16000
        for window in made
        for end, after in zip(ends(window, clips), window.pieces[1:], strict=False)
    ]
    assert min(gaps) >= 0.1 - 1e-3
    assert max(gaps) <= 1.0 + 1e-3
    assert np.mean(gaps) == pytest.approx(0.1 + 0.9 / 4, abs=0.01)  # the mean of u cubed is a quarter


def test_what_the_end_cuts_is_cut_and_begins_the_next_window_whole(many: tuple[Stock, list[PlannedWindow]]) -> None:
    clips, made = many
    firsts = {window.pieces[0].row for window in made if window.pieces}
    cut = [window for window in made if window.straddler]
    assert len(cut) > 300
    for window in cut:
        straddler = window.straddler
        assert straddler is not None
        assert straddler.row in firsts
        assert straddler.at + clips.samples[straddler.row] / straddler.speed > WHOLE
        assert WHOLE - straddler.at >= LEAST_STRADDLE_SAMPLES
        assert window.has_times
        assert window.length == WHOLE


def test_shares_are_those_that_were_asked_for(many: tuple[Stock, list[PlannedWindow]]) -> None:
    _, made = many
    spoken = [window for window in made if window.pieces]
    assert_share(len(made) - len(spoken), len(made), 0.025)
    assert_share(sum(window.has_times for window in made), len(made), 0.5)
    assert_share(sum(window.is_clean for window in made), len(made), 0.4)
    assert_share(sum(bool(window.previous) for window in made), len(made), 0.5)


def test_the_rest_are_single_clips(many: tuple[Stock, list[PlannedWindow]]) -> None:
    """Packed windows with a short input may hold one clip too; without such, those of one clip are the single ones."""
    clips, _ = many
    made = windows(Planner(clips, rules(WindowSettings(short_context=False)), seed=3).plan(1))
    single = sum(len(window.pieces) == 1 for window in made)
    assert_share(single, len(made), 1 - 0.85 - 0.025)


def test_packed_windows_are_full(many: tuple[Stock, list[PlannedWindow]]) -> None:
    """With 3.94 s and 0.33 s of gap 30 s hold 7.0 clips, were nothing left over at the end."""
    _, made = many
    counts = [len(window.pieces) for window in made if window.length == WHOLE and len(window.pieces) > 1]
    assert 6.5 < np.mean(counts) < 7.1


def test_fewer_positions_are_encoded_by_six_than_with_a_window_for_each_clip(
    many: tuple[Stock, list[PlannedWindow]],
) -> None:
    clips, made = many
    assert len(clips.samples) * WHOLE / sum(window.length for window in made) > 6.0


def test_every_shorter_input_is_used_and_holds_its_sound_and_silence(many: tuple[Stock, list[PlannedWindow]]) -> None:
    clips, made = many
    found = Counter(window.length for window in made)
    assert set(found) == set(LENGTHS.samples)
    assert min(found.values()) > 0.005 * len(made)
    for window in made:
        if window.length < WHOLE and window.pieces:
            assert max(ends(window, clips)) <= window.length - to_samples(2.56) + 1


def test_no_window_mixes_languages_and_no_text_before_is_of_another() -> None:
    clips = stock(3000, languages=3)
    for window in windows(Planner(clips, rules(), seed=1).plan(0)):
        rows = [piece.row for piece in window.pieces] + [*window.previous]
        rows += [window.straddler.row] if window.straddler else []
        assert {int(clips.languages[row]) for row in rows} <= {window.language}


def test_the_text_before_is_that_of_the_window_which_the_straddler_cut() -> None:
    clips = stock(2000)
    made = windows(Planner(clips, rules(WindowSettings(prompted=1.0)), seed=1).plan(0))
    cut = {window.straddler.row: tuple(p.row for p in window.pieces) for window in made if window.straddler}
    begun = [window for window in made if window.pieces and window.pieces[0].row in cut]
    assert len(begun) > 50
    assert all(window.previous == cut[window.pieces[0].row] for window in begun)


def test_empty_windows_are_told_a_text_too(many: tuple[Stock, list[PlannedWindow]]) -> None:
    _, made = many
    empty = [window for window in made if not window.pieces]
    assert_share(sum(bool(window.previous) for window in empty), len(empty), 0.5)


def test_a_set_that_no_window_can_hold_has_none() -> None:
    clips = Stock(np.array([WHOLE + 1, 0], np.int32), np.zeros(2, np.int32), np.zeros(2, np.int16))
    planner = Planner(clips, rules(), seed=1)
    assert planner.windows == len(planner.plan(0)) == 0


def test_speeds_are_in_their_range_and_one_where_nothing_is_changed(many: tuple[Stock, list[PlannedWindow]]) -> None:
    _, made = many
    clean = {piece.speed for window in made if window.is_clean for piece in window.pieces}
    changed = [piece.speed for window in made if not window.is_clean for piece in window.pieces]
    assert clean == {1.0}
    assert 0.9 - 1e-6 <= min(changed) < 0.91
    assert 1.09 < max(changed) <= 1.1 + 1e-6


def test_a_clip_as_long_as_the_window_fits_and_a_longer_one_is_not_heard() -> None:
    clips = Stock(np.array([WHOLE, WHOLE + 1, 0, WHOLE - 10], np.int32), np.zeros(4, np.int32), np.zeros(4, np.int16))
    for epoch in range(20):
        made = windows(Planner(clips, rules(), seed=1).plan(epoch))
        assert sorted(piece.row for window in made for piece in window.pieces) == [0, 3]
        assert all(max(ends(window, clips), default=0) <= WHOLE + 1 for window in made)


def test_the_students_way_is_a_whole_window_for_each_clip() -> None:
    clips = stock(500)
    made = windows(Planner(clips, rules(STUDENT, AugmentSettings(clean=1.0)), seed=1).plan(0))
    assert len(made) == 500
    for window in made:
        assert [(piece.at, piece.speed) for piece in window.pieces] == [(0, 1.0)]
        assert (window.length, window.straddler, window.previous, window.has_times) == (WHOLE, None, (), False)
        assert window.is_clean


def test_the_same_epoch_is_the_same_and_another_is_not() -> None:
    clips = stock(400)
    first, again = Planner(clips, rules(), seed=5), Planner(clips, rules(), seed=5)
    again.plan(9)
    assert windows(first.plan(2)) == windows(again.plan(2))
    assert windows(first.plan(2)) != windows(first.plan(3))
    assert windows(first.plan(2)) != windows(Planner(clips, rules(), seed=6).plan(2))


@pytest.mark.parametrize("count", [1, 2, 7, 50, 700])
def test_every_epoch_has_as_many_windows(count: int) -> None:
    planner = Planner(stock(count), rules(), seed=2)
    assert {len(planner.plan(epoch)) for epoch in range(12)} == {planner.windows}
    assert planner.windows <= len(planner.plan(0).windows)


def test_only_empty_windows_are_added_where_all_hold_one_clip() -> None:
    settings = replace(WindowSettings(), packed=0.0)
    planner = Planner(stock(1000), rules(settings), seed=2)
    assert planner.windows == pytest.approx(1000 / 0.975, abs=1)
