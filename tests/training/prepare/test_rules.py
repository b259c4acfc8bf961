"""Which rows are left out, by hand-made rows: limits, caps, draws."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dabir_training.configuration import PreparationSettings, SourceKind, SourceSettings, SplitPolicy
from dabir_training.manifest import Split
from dabir_training.prepare.intake import Intake
from dabir_training.prepare.ledger import opened_ledger
from dabir_training.prepare.row import Drop, Row
from dabir_training.prepare.rules import judge
from dabir_training.prepare.workers import Workers

SOURCE = SourceSettings(SourceKind.TABLE, "nowhere", "s")
TWENTY_LETTERS = "بابا نان داد بابا آب داد یک"


def sentence(number: int) -> str:
    """Twenty letters, other ones for each number."""
    return "".join("ابپتجدرزسش"[int(digit)] for digit in f"{number:020d}")


@contextmanager
def ledger_of(folder: Path, *rows: Row, size_bytes: int = 100_000) -> Iterator[sqlite3.Connection]:
    with opened_ledger(folder / "ledger", "test") as ledger, Workers() as workers:
        Intake("s", "fa", seed=1, is_text_mended=True).take(ledger, rows, workers=workers, seen=lambda _: None)
        ledger.execute("UPDATE rows SET bytes = ? WHERE bytes IS NULL", (size_bytes,))
        ledger.commit()
        yield ledger


def dropped(ledger: sqlite3.Connection, settings: PreparationSettings) -> dict[str, str | None]:
    judge(ledger, settings)
    return dict(ledger.execute("SELECT id, dropped FROM rows ORDER BY number"))


@pytest.mark.parametrize(
    ("duration", "letters", "why"),
    [
        (0.5, 10, None),
        (0.4, 10, Drop.SHORT),
        (30.0, 200, None),
        (30.1, 200, Drop.LONG),
        (4.0, 12, None),  # three letters a second
        (4.1, 12, Drop.SLOW),
        (1.0, 25, None),
        (1.0, 26, Drop.FAST),
        (0.0, 10, Drop.UNDECODABLE),
    ],
)
def test_limits_are_allowed_and_what_lies_beyond_is_not(
    tmp_path: Path, duration: float, letters: int, why: Drop | None
) -> None:
    rows = [Row(split, "a.wav", "ب" * letters, split, duration=duration) for split in Split]
    with ledger_of(tmp_path, *rows) as ledger:
        told = dropped(ledger, PreparationSettings((SOURCE,), splits=SplitPolicy.OFFICIAL))
    assert told[Split.TRAIN] == told[Split.DEV] == why
    assert told[Split.TEST] == (why if why is Drop.UNDECODABLE else None)


def test_a_file_of_fewer_bytes_than_any_codec_needs_was_cut_short(tmp_path: Path) -> None:
    rows = [Row(f"{seconds}", "a.mp3", "ب" * 40, Split.TEST, duration=seconds) for seconds in (3.9, 4.0, 4.1)]
    with ledger_of(tmp_path, *rows, size_bytes=2000) as ledger:
        told = dropped(ledger, PreparationSettings((SOURCE,)))
    assert told == {"3.9": None, "4.0": None, "4.1": Drop.UNDECODABLE}


def test_clips_of_nobody_known_are_not_taken_for_one_speaker(tmp_path: Path) -> None:
    rows = [Row(f"{n}", "a", sentence(n), Split.TRAIN, duration=2.0) for n in range(5)]
    rows.append(Row("dev", "a", sentence(9), Split.DEV, duration=2.0))
    with ledger_of(tmp_path, *rows) as ledger:
        assert set(dropped(ledger, PreparationSettings((SOURCE,), clips_per_speaker=1)).values()) == {None}


def test_speakers_and_sentences_of_dev_and_test_leave_training(tmp_path: Path) -> None:
    rows = [
        Row("dev", "a", sentence(1), Split.DEV, duration=2.0, speaker="d"),
        Row("test", "a", sentence(2), Split.TEST, duration=2.0, speaker="t"),
        Row("by dev", "a", sentence(3), Split.TRAIN, duration=2.0, speaker="d"),
        Row("by test", "a", sentence(4), Split.TRAIN, duration=2.0, speaker="t"),
        Row("of dev", "a", f"{sentence(1)}.", Split.TRAIN, duration=2.0, speaker="x"),
        Row("of test", "a", f"«{sentence(2)}»", Split.TRAIN, duration=2.0, speaker="x"),
        Row("free", "a", sentence(5), Split.TRAIN, duration=2.0, speaker="x"),
    ]
    with ledger_of(tmp_path, *rows) as ledger:
        validated = dropped(ledger, PreparationSettings((SOURCE,)))
        official = dropped(ledger, PreparationSettings((SOURCE,), splits=SplitPolicy.OFFICIAL))
    assert validated == {
        "dev": None,
        "test": None,
        "by dev": Drop.SPEAKER,
        "by test": Drop.SPEAKER,
        "of dev": Drop.SENTENCE,
        "of test": Drop.SENTENCE,
        "free": None,
    }
    assert set(official.values()) == {None}


def test_caps_keep_just_so_many_of_each(tmp_path: Path) -> None:
    """Ten sentences, each by ten speakers: three of a sentence leave thirty, two of a speaker at most twenty."""
    rows = [
        Row(f"{s}-{t}", "a", sentence(t), Split.TRAIN, duration=2.0, speaker=f"{s}")
        for s in range(10)
        for t in range(10)
    ]
    with ledger_of(tmp_path, *rows) as ledger:
        told = dropped(ledger, PreparationSettings((SOURCE,), clips_per_sentence=3, clips_per_speaker=2))
        of_sentences = ledger.execute("SELECT COUNT(*) FROM rows WHERE dropped = ?", (Drop.SENTENCE_CAP,)).fetchone()
        most = ledger.execute(
            "SELECT MAX(n) FROM (SELECT COUNT(*) n FROM rows WHERE dropped IS NULL GROUP BY speaker)"
        ).fetchone()
    assert of_sentences == (70,)
    assert most == (2,)
    assert 10 <= list(told.values()).count(None) <= 20


def test_the_students_share_of_the_eleventh_release(tmp_path: Path) -> None:
    """60 % of its 26,951 training clips and of its 10,288 test clips: the seed's saved set held 16,171 and 6,173."""
    settings = PreparationSettings((SOURCE,), splits=SplitPolicy.OFFICIAL, percent=60.0, test_percent=60.0)
    insert = (
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?) INSERT INTO rows (source, id,"
        " split, start, duration, bytes, letters, rank) SELECT 's', ? || n, ?, 0, 4, 30000, 40, n * 7919 % 10007 FROM n"
    )
    with opened_ledger(tmp_path / "ledger", "test") as ledger:
        for split, count in (("train", 26_951), ("dev", 10_288), ("test", 10_288)):
            ledger.execute(insert, (count, split, split))
        judge(ledger, settings)
        kept = dict(ledger.execute("SELECT split, COUNT(*) FROM rows WHERE dropped IS NULL GROUP BY 1"))
    assert kept == {"train": 16_171, "dev": 10_288, "test": 6_173}


def test_judging_again_changes_nothing(tmp_path: Path) -> None:
    rows = [Row(f"{n}", "a", sentence(n // 4), Split.TRAIN, duration=2.0, speaker=f"{n % 3}") for n in range(40)]
    with ledger_of(tmp_path, *rows) as ledger:
        settings = PreparationSettings((SOURCE,), percent=50.0, clips_per_speaker=9)
        assert dropped(ledger, settings) == dropped(ledger, settings)
