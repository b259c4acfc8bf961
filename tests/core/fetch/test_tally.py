"""Counting against a limit of a thousand bytes."""

import pytest

from dabir_core.fetch.messages import Received
from dabir_core.fetch.tally import Tally
from dabir_core.link_errors import LinkTooBig


def test_what_is_written_is_told_and_stopped_past_the_limit() -> None:
    told: list[Received] = []
    tally = Tally(1000, told.append)
    tally.written(0, 1000)
    tally.written(1000, None)
    assert not tally.is_over
    with pytest.raises(LinkTooBig):
        tally.written(1001, None)
    assert tally.is_over
    assert told[0] == Received(0, 1000)


def test_a_length_that_is_too_much_is_stopped_before_it_comes() -> None:
    with pytest.raises(LinkTooBig):
        Tally(1000, lambda _: None).written(0, 1001)


def test_an_estimate_may_be_a_fifth_too_high() -> None:
    tally = Tally(1000, lambda _: None)
    tally.written(1, 1200, is_sure=False)
    with pytest.raises(LinkTooBig):
        tally.written(2, 1201, is_sure=False)


def test_not_every_byte_is_told() -> None:
    told: list[Received] = []
    tally = Tally(10_000, told.append)
    for count in range(1000):
        tally.written(count, None)
    assert len(told) < 100
