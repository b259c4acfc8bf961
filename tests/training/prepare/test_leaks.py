"""Leaks are found in the manifest itself, and end a preparation whose policy forbids them."""

import sqlite3
from pathlib import Path

import pytest

from dabir_training.configuration import PreparationSettings, SplitPolicy
from dabir_training.errors import PreparedSetWrong
from dabir_training.manifest import MANIFEST, Clip, PreparedSet, Split
from dabir_training.prepare import find_leaks, making, prepare, prepared_set, read_report
from tests.training.prepare.conftest import MakeRun
from tests.training.release import Release


def clip(id_: str, text: str, split: Split, speaker: str) -> Clip:
    return Clip(id=id_, sound="a.wav", duration=2.0, text=text, split=split, source="s", speaker=speaker)


def test_leaks_are_counted_by_speaker_and_by_sentence(tmp_path: Path) -> None:
    clips = [
        clip("1", "سلام دنیا", Split.TRAIN, "a"),
        clip("2", "کتاب‌ها", Split.TRAIN, "d"),
        clip("3", "می روم!", Split.TRAIN, ""),
        clip("4", "می‌روم", Split.DEV, "d"),
        clip("5", "خانه", Split.TEST, ""),
        clip("6", "كتابها", Split.TEST, "t"),
    ]
    (tmp_path / MANIFEST).write_text("".join(f"{each.line}\n" for each in clips), encoding="utf-8")
    leaks = find_leaks(PreparedSet(tmp_path))
    assert (leaks.speakers, leaks.sentences, leaks.examples) == (1, 2, ("2", "3"))
    assert not leaks.are_none


def only_faults(ledger: sqlite3.Connection, settings: PreparationSettings) -> None:
    """Rules that forgot what dev and test hold."""
    ledger.execute("UPDATE rows SET dropped = fault")
    ledger.execute("UPDATE rows SET dropped = 'x' WHERE duration IS NULL")


def test_a_leak_ends_the_preparation(release: Release, run_of: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(release.root)
    with monkeypatch.context() as faulty:
        faulty.setattr(making, "judge", only_faults)
        with pytest.raises(
            PreparedSetWrong, match="1 training clips by speakers of dev or test, 2 with their sentences"
        ):
            prepare(run)
    assert not (run.prepared / MANIFEST).exists()
    with pytest.raises(PreparedSetWrong):
        prepared_set(run)
    assert read_report(prepare(run)).leaks.are_none


def test_official_splits_are_reported_and_stay(release: Release, run_of: MakeRun, tmp_path: Path) -> None:
    """A table whose train part has a sentence of test: its maker's splits are used, and the leak is told."""
    for name in ("0", "1"):
        (tmp_path / f"{name}.mp3").write_bytes((release.folder / "clips" / release.rows[0].clip).read_bytes())
    lines = ["path,text,split", f"0.mp3,{release.rows[0].spoken},train", f"1.mp3,{release.rows[0].sentence},test"]
    (tmp_path / "t.csv").write_text("\n".join(lines).replace('"', ""), encoding="utf-8")
    from dabir_training.configuration import SourceKind

    prepared = prepare(run_of(tmp_path / "t.csv", kind=SourceKind.TABLE, splits=SplitPolicy.OFFICIAL))
    assert len(list(prepared.clips())) == 2
    assert read_report(prepared).leaks.sentences == 1
