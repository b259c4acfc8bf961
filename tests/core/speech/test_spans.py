import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.errors import OptionError
from dabir_core.speech.spans import FRAME_SAMPLES, SpanFinder, SpanRules, SpeechSpan, speech_spans

# In frames of 32 ms: min_silence 0.1 s is 3, min_speech 0.2 s is 6, near 1 s is 31.
_MARKS = {"S": 0.9, "m": 0.4, "_": 0.1}


def _frames(script: str) -> list[float]:
    return [_MARKS[mark] for mark in script]


def _spans(script: str) -> list[tuple[int, int]]:
    """Spans in frames of a recording drawn with S (speech), m (between the thresholds) and _ (silence)."""
    spans = speech_spans(_frames(script), total_samples=len(script) * FRAME_SAMPLES)
    return [(span.start_samples // FRAME_SAMPLES, span.end_samples // FRAME_SAMPLES) for span in spans]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", []),
        ("_" * 100, []),
        ("S" * 10, [(0, 10)]),
        ("__" + "S" * 6 + "__", [(2, 8)]),
        ("__" + "S" * 5 + "__", []),  # a click: shorter than min_speech and alone
        ("S" * 8 + "__" + "S" * 8, [(0, 18)]),  # a gap shorter than min_silence
        ("S" * 8 + "___" + "S" * 8, [(0, 8), (11, 19)]),
        ("mmm" + "S" * 8 + "mm" + "____", [(3, 13)]),  # hysteresis holds speech but does not begin it
        ("S" * 8 + "_m_" + "S" * 8, [(0, 8), (11, 19)]),
        ("S" * 8 + "_" * 31 + "SS" + "____", [(0, 8), (39, 41)]),  # a short word near after speech
        ("S" * 8 + "_" * 32 + "SS" + "____", [(0, 8)]),
        ("SS" + "_" * 31 + "S" * 8, [(0, 2), (33, 41)]),  # a short word near before speech
        ("SS" + "_" * 32 + "S" * 8, [(34, 42)]),
        ("SS___SS___" + "S" * 8, [(0, 2), (5, 7), (10, 18)]),
        ("SS" + "___SS" * 40, []),  # clicks do not make each other speech
    ],
)
def test_spans_follow_the_rules(script: str, expected: list[tuple[int, int]]) -> None:
    assert _spans(script) == expected


def test_last_frame_reaching_beyond_the_recording_is_clipped() -> None:
    assert speech_spans([0.9] * 8, total_samples=7 * 512 + 100) == (SpeechSpan(0, 3684),)


def test_upside_down_hysteresis_is_refused() -> None:
    with pytest.raises(OptionError):
        SpanRules(threshold=0.3, negative=0.4)


def test_span_knows_its_length() -> None:
    assert SpeechSpan(100, 350).samples == 250


def test_speech_that_goes_on_is_undecided_until_a_pause_settles_it() -> None:
    finder = SpanFinder(SpanRules())
    assert not finder.is_undecided
    for frame in range(1, 9):
        assert finder.push(0.9) == ()
        assert finder.undecided == (SpeechSpan(0, frame * 512),)
    settled = [finder.push(0.0) for _ in range(2)]
    assert finder.undecided == (SpeechSpan(0, 10 * 512),)
    settled.append(finder.push(0.0))
    assert settled == [(), (), (SpeechSpan(0, 8 * 512),)]
    assert list(finder.undecided) == []


def test_click_stops_being_undecided_when_no_speech_follows_within_reach() -> None:
    finder = SpanFinder(SpanRules())
    undecided = [(finder.push(probability), finder.is_undecided)[1] for probability in _frames("SS" + "_" * 40)]
    assert undecided == [True] * 33 + [False] * 9  # two frames of click and 31 of reach


_PROBABILITIES = st.lists(st.tuples(st.sampled_from([0.0, 0.3, 0.4, 0.45, 0.55, 0.7, 1.0]), st.integers(1, 40))).map(
    lambda runs: [probability for probability, frames in runs for _ in range(frames)]
)


def _speech_frames(probabilities: list[float], rules: SpanRules) -> set[int]:
    spans = speech_spans(probabilities, total_samples=len(probabilities) * FRAME_SAMPLES, rules=rules)
    return {sample // 512 for span in spans for sample in range(span.start_samples, span.end_samples, 512)}


@settings(max_examples=60, deadline=None)
@given(_PROBABILITIES, st.integers(0, 511))
def test_spans_are_ordered_disjoint_and_inside(probabilities: list[float], missing: int) -> None:
    total = max(0, len(probabilities) * FRAME_SAMPLES - missing)
    spans = speech_spans(probabilities, total_samples=total)
    edges = [edge for span in spans for edge in (span.start_samples, span.end_samples)]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= total for edge in edges)


@settings(max_examples=60, deadline=None)
@given(_PROBABILITIES, st.sampled_from([(0.4, 0.5), (0.5, 0.6), (0.4, 0.9)]))
def test_higher_threshold_never_gives_more_speech(probabilities: list[float], pair: tuple[float, float]) -> None:
    loose, strict = (SpanRules(threshold=threshold, negative=0.35) for threshold in pair)
    assert _speech_frames(probabilities, strict) <= _speech_frames(probabilities, loose)


@settings(max_examples=60, deadline=None)
@given(_PROBABILITIES)
def test_every_long_run_of_sure_speech_is_found_and_no_span_begins_unsure(probabilities: list[float]) -> None:
    found = _speech_frames(probabilities, SpanRules())
    run = 0
    for frame, probability in enumerate([*probabilities, 0.0]):
        if probability >= 0.5:
            run += 1
            continue
        if run >= 6:
            assert set(range(frame - run, frame)) <= found
        run = 0
    assert all(probabilities[frame] >= 0.5 for frame in found if frame - 1 not in found)
