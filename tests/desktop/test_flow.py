"""The states of the window."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_desktop.flow import Flow, Page

Step = Callable[[Flow], Flow]
STEPS: dict[str, Step] = {
    "given": lambda flow: flow.given(),
    "two given": lambda flow: flow.given(2),
    "left over": lambda flow: flow.left_over(),
    "recorded": lambda flow: flow.recorded(),
    "kept": lambda flow: flow.stopped(is_kept=True),
    "thrown away": lambda flow: flow.stopped(is_kept=False),
    "done": lambda flow: flow.over(is_readable=True),
    "failed": lambda flow: flow.over(is_readable=False),
    "opened": lambda flow: flow.opened(),
    "closed": lambda flow: flow.closed(),
    "watched": lambda flow: flow.watched(),
}


def after(*names: str) -> Flow:
    flow = Flow()
    for name in names:
        flow = STEPS[name](flow)
    return flow


@pytest.mark.parametrize(
    ("steps", "page"),
    [
        ("", Page.IDLE),
        ("given", Page.WORKING),
        ("given, done", Page.READING),
        ("given, done, closed", Page.IDLE),
        ("given, failed", Page.WORKING),  # the row with its reason is what there is to see
        ("two given, done, done", Page.WORKING),  # which of them to read is the user's choice
        ("given, given, done, done", Page.WORKING),
        ("given, done, given, done", Page.READING),
        ("recorded", Page.RECORDING),
        ("recorded, kept", Page.WORKING),
        ("recorded, kept, given, done", Page.READING),
        ("recorded, thrown away", Page.IDLE),
        ("recorded, given", Page.RECORDING),
        ("recorded, given, thrown away", Page.WORKING),
        ("recorded, opened, kept", Page.READING),
        ("left over", Page.IDLE),
        ("left over, watched, done", Page.READING),
        ("given, recorded, done", Page.RECORDING),
        ("opened", Page.READING),
        ("opened, given", Page.WORKING),
        ("given, opened, closed", Page.WORKING),
        ("given, closed", Page.IDLE),  # the queue goes on
        ("given, closed, done", Page.IDLE),  # nobody is torn away from what they do
        ("given, opened, done", Page.READING),
        ("recorded, opened, closed", Page.RECORDING),
        ("recorded, closed", Page.RECORDING),
        ("given, closed, watched", Page.WORKING),
        ("recorded, watched", Page.RECORDING),
    ],
)
def test_each_way_leads_to_its_page(steps: str, page: Page) -> None:
    assert after(*(step for step in steps.split(", ") if step)).page is page


def test_nothing_given_changes_nothing() -> None:
    assert Flow().given(0) == Flow()


@given(st.lists(st.sampled_from(sorted(STEPS))))
def test_whatever_happens_recording_and_reading_are_never_torn_away(names: list[str]) -> None:
    flow = Flow()
    for name in names:
        before, flow = flow, STEPS[name](flow)
        assert flow.waiting >= 0
        assert flow.page is not Page.RECORDING or flow.is_recording
        if name in {"done", "failed"} and before.page is not Page.WORKING:
            assert flow.page is before.page
        if before.page is Page.RECORDING and name not in {"kept", "thrown away", "opened"}:
            assert flow.page is Page.RECORDING
