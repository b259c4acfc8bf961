from benchmarks.outcome import Outcome, Wanted
from benchmarks.table import markdown

REACHED = Outcome("throughput", "faster-whisper", 2.512, wanted=Wanted("≥", 2.3))
MISSED = Outcome("cold start", "", 1.713, "s", Wanted("≤", 1.5), "median of 5")
MISSING = Outcome("throughput", "whisper.cpp", None, note="could not be installed: no|wheel\nhere")


def test_each_outcome_is_one_line() -> None:
    head, rule, *lines = markdown([REACHED, MISSED, MISSING]).splitlines()
    assert [cell.strip() for cell in head.split("|")[1:-1]] == [
        "what",
        "against",
        "figure",
        "wanted",
        "reached",
        "note",
    ]
    assert set(rule) == {"|", "-"}
    assert [cell.strip() for cell in lines[0].split("|")[1:-1]] == [
        "throughput",
        "faster-whisper",
        "2.51 ×",
        "≥ 2.3 ×",
        "yes",
        "",
    ]
    assert [cell.strip() for cell in lines[1].split("|")[1:-1]] == [
        "cold start",
        "",
        "1.71 s",
        "≤ 1.5 s",
        "**no**",
        "median of 5",
    ]
    assert len(lines) == 3


def test_a_peer_that_is_missing_is_named_with_its_reason() -> None:
    line = markdown([MISSING]).splitlines()[-1]
    assert [cell.strip() for cell in line.split("|")[1:-1]] == [
        "throughput",
        "whisper.cpp",
        "–",
        "",
        "",
        "could not be installed: no/wheel here",
    ]


def test_columns_are_aligned() -> None:
    assert len({len(line) for line in markdown([REACHED, MISSED, MISSING]).splitlines()}) == 1
