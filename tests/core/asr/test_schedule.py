"""The policy by hand, and the bound on waiting in a simulated rush."""

from dataclasses import dataclass, replace

import pytest

from dabir_core.asr.engine_desk import Desk
from dabir_core.asr.schedule import PATIENCE_COSTS, Line, Unit, next_line
from dabir_core.options import Urgency

FILE, NOTE, LIVE = Line(Urgency.FILE), Line(Urgency.NOTE), Line(Urgency.LIVE)
COSTS = dict.fromkeys(Unit, 0.1) | {Unit.ENCODE: 0.5}


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        (Line(Urgency.FILE), None),
        (Line(Urgency.FILE, aligns=1, encodes=3, openings=2, rows=4), Unit.ALIGN),
        # what was encoded is heard once those that ended are aligned, and before others are encoded
        (Line(Urgency.FILE, aligns=1, hears=1, encodes=3), Unit.ALIGN),
        (Line(Urgency.FILE, hears=1, encodes=3, openings=2, rows=4), Unit.HEAR),
        (Line(Urgency.FILE, hears=1, rows=8, is_full=True), Unit.STEP),
        # an empty batch is filled before it is begun …
        (Line(Urgency.FILE, encodes=9), Unit.ENCODE),
        (Line(Urgency.FILE, encodes=9, openings=6, expected=1), Unit.ENCODE),
        (Line(Urgency.FILE, encodes=9, openings=7, expected=1), Unit.AWAIT),
        (Line(Urgency.FILE, encodes=9, openings=8), Unit.OPEN),
        # … and a window on its way back to be decoded is waited for, where there is a place for it
        (Line(Urgency.FILE, openings=2, expected=1), Unit.AWAIT),
        (Line(Urgency.FILE, openings=2, expected=1, rows=3), Unit.STEP),
        (Line(Urgency.FILE, openings=2), Unit.OPEN),
        # two of eight places are worth a join, one is not
        (Line(Urgency.FILE, encodes=4, rows=8), Unit.STEP),
        (Line(Urgency.FILE, encodes=4, rows=7), Unit.STEP),
        (Line(Urgency.FILE, encodes=4, rows=6), Unit.ENCODE),
        (Line(Urgency.FILE, encodes=4, rows=6, openings=1), Unit.ENCODE),
        (Line(Urgency.FILE, encodes=4, rows=6, openings=2), Unit.OPEN),
        (Line(Urgency.FILE, openings=1, rows=8), Unit.STEP),
        # whatever waits alone is done
        (Line(Urgency.NOTE, encodes=1, capacity=1), Unit.ENCODE),
        (Line(Urgency.NOTE, encodes=1, rows=1, capacity=1), Unit.STEP),
        (Line(Urgency.NOTE, openings=5, capacity=1), Unit.OPEN),
        (Line(Urgency.NOTE, is_awaited=True), Unit.AWAIT),
        (Line(Urgency.NOTE, encodes=1, is_awaited=True), Unit.ENCODE),
    ],
)
def test_what_finishes_windows_comes_before_what_begins_them(line: Line, unit: Unit | None) -> None:
    assert line.next_unit is unit


def chosen(*lines: Line) -> Urgency | None:
    line = next_line(lines, COSTS)
    return None if line is None else line.urgency


def test_the_most_urgent_line_with_work_is_served() -> None:
    file, note, live = replace(FILE, rows=8), replace(NOTE, encodes=2), replace(LIVE, aligns=1)
    assert chosen(file, note, live) is Urgency.LIVE
    assert chosen(file, note, LIVE) is Urgency.NOTE
    assert chosen(file, NOTE, LIVE) is Urgency.FILE
    assert chosen(FILE, NOTE, LIVE) is None


def test_a_note_on_its_way_back_is_not_overtaken_by_a_file() -> None:
    assert chosen(replace(FILE, encodes=3), replace(NOTE, is_awaited=True)) is Urgency.NOTE


def test_files_give_way_while_a_note_is_read_though_it_asks_for_nothing() -> None:
    absent, present = (Desk(Urgency.NOTE).line(0.0, capacity=8, is_attended=is_read) for is_read in (False, True))
    file = replace(FILE, rows=8)
    assert chosen(file, absent) is Urgency.FILE
    assert chosen(file, present) is Urgency.NOTE
    patient = replace(file, waited=PATIENCE_COSTS * COSTS[Unit.STEP])
    assert chosen(patient, present) is Urgency.FILE


def test_work_that_waits_is_lifted_by_one_urgency_at_a_time() -> None:
    note, live = replace(NOTE, rows=1), replace(LIVE, rows=1)
    patience = PATIENCE_COSTS * COSTS[Unit.STEP]
    waiting = replace(FILE, rows=4, waited=0.99 * patience)
    assert chosen(waiting, note) is Urgency.NOTE
    assert chosen(replace(waiting, waited=1.01 * patience), note) is Urgency.FILE
    assert chosen(replace(waiting, waited=1.01 * patience), live) is Urgency.LIVE
    assert chosen(replace(waiting, waited=2.01 * patience), live) is Urgency.FILE
    # an encoding costs five steps, and waits five times as long
    encoding = replace(FILE, encodes=1, waited=1.01 * patience)
    assert chosen(encoding, note) is Urgency.NOTE
    assert chosen(replace(encoding, waited=5.01 * patience), note) is Urgency.FILE


@dataclass
class Rush:
    """Lines that never run out of work; `served` is the seconds that each got, `longest` how long each waited."""

    lines: list[Line]
    served: dict[Urgency, float]
    longest: dict[Urgency, float]

    def run(self, seconds: float) -> None:
        now, since = 0.0, dict.fromkeys(Urgency, 0.0)
        while now < seconds:
            line = next_line([replace(each, waited=now - since[each.urgency]) for each in self.lines], COSTS)
            assert line is not None
            assert line.next_unit is not None
            cost = COSTS[line.next_unit]
            self.longest[line.urgency] = max(self.longest[line.urgency], now - since[line.urgency])
            self.served[line.urgency] += cost
            now += cost
            since[line.urgency] = now


@pytest.mark.parametrize(
    "lines",
    [
        [replace(FILE, rows=8), replace(NOTE, rows=8)],
        [replace(FILE, encodes=9), replace(NOTE, rows=8)],
        [replace(FILE, rows=8), replace(LIVE, rows=1)],
        [replace(FILE, rows=8), replace(NOTE, encodes=9), replace(LIVE, rows=1)],
        [replace(FILE, encodes=9), replace(NOTE, encodes=9), replace(LIVE, encodes=9)],
    ],
)
def test_nothing_starves_in_an_endless_rush_of_more_urgent_work(lines: list[Line]) -> None:
    rush = Rush(lines, dict.fromkeys(Urgency, 0.0), dict.fromkeys(Urgency, 0.0))
    rush.run(2000.0)
    bound = (2 * PATIENCE_COSTS + 2) * max(COSTS.values())
    assert all(rush.longest[line.urgency] <= bound for line in lines)
    least = 1 / (1 + 2 * (PATIENCE_COSTS + 1)) if len(lines) > 2 or lines[1].urgency is Urgency.LIVE else 1 / 17
    assert rush.served[Urgency.FILE] >= least * 2000.0
    # and the most urgent keeps most of the engine
    assert rush.served[lines[-1].urgency] >= 0.85 * 2000.0
