import pytest

from dabir_core.transcript import Cancelled, HeardLanguage, Segment, Transcript, main_language


def spoken(seconds: float, language: str, belief: float = 1.0) -> Segment:
    return Segment(2.0, 2.0 + seconds, "text", language, language_probability=belief)


def test_the_main_language_is_the_one_spoken_longest_with_the_belief_over_that_time() -> None:
    heard = main_language([spoken(4, "en", 0.9), spoken(3, "fa", 0.8), spoken(6, "fa", 0.5)])
    assert heard is not None
    assert heard.language == "fa"
    assert heard.probability == pytest.approx((3 * 0.8 + 6 * 0.5) / 9)


def test_where_nothing_was_said_no_language_was_heard() -> None:
    assert main_language([]) is None
    assert main_language([spoken(0, "fa")]) == HeardLanguage("fa", 0.0)


def test_what_is_known_of_a_job_that_tells_no_outcome() -> None:
    segments = [spoken(5, "fa"), spoken(1, "en")]
    assert Cancelled.after(segments, model="small", language="") == Cancelled(
        Transcript(tuple(segments), 3.0, "fa", 1.0, "small")
    )
    assert Cancelled.after([], model="small", language="ar") == Cancelled(Transcript((), 0.0, "ar", 0.0, "small"))
