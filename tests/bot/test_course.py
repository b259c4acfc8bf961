"""What is shown of a job on its way: by hand arithmetic with a clock of our own."""

import pytest

from dabir_bot.course import Course
from dabir_bot.job_errors import SoundTooLong
from dabir_bot.status import Stage
from dabir_core import Progress, Segment


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def said(*texts: str) -> list[Segment]:
    return [Segment(0.0, 1.0, text, "fa") for text in texts]


def test_nothing_is_shown_at_the_beginning() -> None:
    assert Course(60.0).status is None


def test_a_quarter_of_a_file_is_told_as_a_quarter() -> None:
    course = Course(60.0)
    course.received(250, 1000)
    assert course.status is not None
    assert (course.status.stage, course.status.done) == (Stage.FETCHING, 0.25)


def test_a_file_of_unknown_size_is_told_without_a_part() -> None:
    course = Course(60.0)
    course.received(250, None)
    assert course.status is not None
    assert course.status.done is None


def test_the_time_left_follows_the_pace_since_the_first_news() -> None:
    clock = Clock()
    course = Course(600.0, clock)
    course.heard(Progress(30.0, 120.0), said("سلام"))  # 30 s from the journal
    clock.now += 10.0
    course.heard(Progress(60.0, 120.0), said("سلام", "خوبی؟"))
    assert course.status is not None
    # 30 s of sound took 10 s, and 60 s are left.
    assert (course.status.done, course.status.left, course.status.text) == (0.5, 20.0, "سلام خوبی؟")


def test_the_time_left_is_unknown_at_first() -> None:
    course = Course(600.0)
    course.heard(Progress(30.0, 120.0), [])
    assert course.status is not None
    assert course.status.left is None


@pytest.mark.parametrize("progress", [Progress(0.0, 61.0), Progress(60.5, None)])
def test_a_recording_longer_than_it_said_is_stopped(progress: Progress) -> None:
    with pytest.raises(SoundTooLong):
        Course(60.0).heard(progress, [])
