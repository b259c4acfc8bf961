"""What a chat may be sent. The server's model: the 9th within 5 s fails, and a group's 21st within 60 s."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_bot.pace import Pace, Weight

PRIVATE, GROUP = 5, -100


def test_the_first_message_goes_at_once_and_so_does_an_answer_right_after() -> None:
    pace = Pace()
    pace.sent(PRIVATE, 10.0)

    assert pace.wait(PRIVATE, 10.0) == 0.0


@pytest.mark.parametrize(("chat", "spacing"), [(PRIVATE, 3.0), (GROUP, 5.0)])
def test_progress_keeps_its_distance_from_any_message(chat: int, spacing: float) -> None:
    pace = Pace()
    pace.sent(chat, 10.0)

    assert pace.wait(chat, 11.0, weight=Weight.PROGRESS) == pytest.approx(spacing - 1.0)
    assert pace.wait(chat, 10.0 + spacing, weight=Weight.PROGRESS) == 0.0


def test_nothing_goes_out_before_telegram_wants_it() -> None:
    pace = Pace()
    pace.refused(PRIVATE, 10.0, retry_after=126.0)
    pace.refused(PRIVATE, 20.0, retry_after=5.0)

    assert pace.wait(PRIVATE, 30.0) == 106.0
    assert pace.wait(GROUP, 30.0) == 0.0


def test_receipts_leave_room_for_answers() -> None:
    pace = Pace()
    for _ in range(4):
        pace.sent(PRIVATE, 0.0)

    assert pace.wait(PRIVATE, 0.0, weight=Weight.RECEIPT) == 5.0
    assert pace.wait(PRIVATE, 0.0, weight=Weight.FINAL) == 0.0


def test_receipts_may_use_nearly_all_that_is_said_in_a_second_and_leave_answers_the_rest() -> None:
    pace = Pace(overall_per_second=10)
    for chat in range(1, 10):
        assert pace.wait(chat, 0.0, weight=Weight.RECEIPT) == 0.0
        pace.sent(chat, 0.0)

    assert pace.wait(99, 0.0, weight=Weight.RECEIPT) == 1.0
    assert pace.wait(99, 0.0, weight=Weight.FINAL) == 0.0


@given(st.sampled_from([PRIVATE, GROUP]), st.lists(st.sampled_from(list(Weight)), min_size=60, max_size=120))
def test_who_waits_as_told_is_never_refused_by_the_servers_model(chat: int, weights: list[Weight]) -> None:
    pace, now, sent = Pace(), 0.0, deque[float]()
    for weight in weights:
        now += pace.wait(chat, now, weight=weight)
        assert sum(at > now - 5.0 for at in sent) < 8
        assert chat > 0 or sum(at > now - 60.0 for at in sent) < 20
        pace.sent(chat, now)
        sent.append(now)


def test_all_chats_together_stay_below_thirty_a_second() -> None:
    pace = Pace()
    for chat in range(1, 26):
        assert pace.wait(chat, 0.0) == 0.0
        pace.sent(chat, 0.0)

    assert pace.wait(99, 0.5) == pytest.approx(0.5)
    assert pace.wait(99, 1.0) == 0.0


def test_chats_that_fell_silent_are_forgotten() -> None:
    pace = Pace()
    most = 0
    for chat in range(1, 10_002):
        pace.sent(chat, chat * 10.0)
        most = max(most, len(pace._chats))

    assert most < 300
