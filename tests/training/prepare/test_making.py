"""Releases to prepared sets: what is used, what is left out and why, and that a finished set is made once."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_training.configuration import RunConfig, SourceKind, SourceSettings, SplitPolicy
from dabir_training.errors import PreparedSetWrong, SourceWrong
from dabir_training.manifest import PREPARED, PreparedSet, Split
from dabir_training.prepare import prepare, prepared_set, read_report
from dabir_training.prepare.row import Drop
from tests.training.prepare.conftest import MakeRun
from tests.training.release import OLD_ACCENT, Quirk, Release

DROPPED_BY: dict[Drop, tuple[Quirk, ...]] = {
    Drop.NO_TEXT: (Quirk.BLANK,),
    Drop.LATIN: (Quirk.NA, Quirk.NULL, Quirk.LATIN),
    Drop.MISSING: (Quirk.MISSING,),
    Drop.UNDECODABLE: (Quirk.EMPTY, Quirk.BROKEN),
    Drop.REPORTED: (Quirk.REPORTED,),
    Drop.SPEAKER: (Quirk.TEST_SPEAKER,),
    Drop.SENTENCE: (Quirk.TEST_SENTENCE, Quirk.DEV_SENTENCE),
    Drop.LONG: (Quirk.LONG,),
    Drop.FAST: (Quirk.HURRIED,),
}


def ids(prepared: PreparedSet, split: Split | None = None) -> list[str]:
    return [clip.id for clip in prepared.clips(split)]


def id_of(clip: str) -> str:
    return f"cv/{clip.removesuffix('.mp3')}"


@pytest.mark.parametrize("name", ["release", "old_release"])
def test_every_quirk_is_left_out_for_its_reason(name: str, request: pytest.FixtureRequest, run_of: MakeRun) -> None:
    release: Release = request.getfixturevalue(name)
    report = read_report(prepare(run_of(release.root)))

    left_out = {dropped.reason: dropped for dropped in report.dropped}
    for drop, quirks in DROPPED_BY.items():
        clips = sorted(id_of(release.quirky(quirk).clip) for quirk in quirks)
        assert sorted(example.split(":")[0] for example in left_out[drop].examples) == clips
        assert left_out[drop].clips == len(quirks)
    assert left_out[Drop.SENTENCE_CAP].clips == 3  # train's first sentence is recorded six times, three may stay
    assert set(left_out) == {*DROPPED_BY, Drop.SENTENCE_CAP}
    assert report.rows == len(release.rows)
    assert (report.leaks.speakers, report.leaks.sentences) == (0, 0)


def test_official_splits_are_those_of_the_release(release: Release, run_of: MakeRun) -> None:
    prepared = prepare(run_of(release.root, splits=SplitPolicy.OFFICIAL))
    for split in Split:
        assert ids(prepared, split) == [id_of(row.clip) for row in release.of(split)]


def test_validated_adds_clips_for_training_and_leaves_dev_and_test_alone(release: Release, run_of: MakeRun) -> None:
    prepared = prepare(run_of(release.root))
    for split in (Split.DEV, Split.TEST):
        assert ids(prepared, split) == [id_of(row.clip) for row in release.of(split)]
    held = {row.client[:16] for row in release.rows if row.table in ("dev", "test")}
    training = list(prepared.clips(Split.TRAIN))
    assert len(training) == 24 + 8 + 4 - 3  # train, its repeats, four more of one sentence, less what is over the cap
    assert not held & {clip.speaker for clip in training}


def test_clips_tell_what_the_release_tells(release: Release, run_of: MakeRun) -> None:
    prepared = prepare(run_of(release.root))
    rows = {id_of(row.clip): row for row in release.rows}
    for clip in prepared.clips():
        row = rows[clip.id]
        assert clip.duration == pytest.approx(row.seconds, abs=0.001)
        assert prepared.sound_of(clip) == (release.folder / "clips" / row.clip).resolve()
        assert clip.speaker == row.client[:16]
        assert clip.gender in ("male", "female")
        assert clip.accent == ("تهرانی" if row.speaker % 3 == 0 else "")
        assert not set('يك"') & set(clip.text)


def test_texts_stand_as_they_are_where_they_are_not_to_be_mended(release: Release, run_of: MakeRun) -> None:
    prepared = prepare(run_of(release.root, is_text_mended=False))
    rows = {id_of(row.clip): row for row in release.rows}
    assert all(clip.text == rows[clip.id].sentence for clip in prepared.clips())
    assert prepared.description().text_rules == ""


def test_an_old_release_has_its_durations_from_the_clips(old_release: Release, run_of: MakeRun) -> None:
    rows = {id_of(row.clip): row for row in old_release.rows}
    for clip in prepare(run_of(old_release.root)).clips():
        assert clip.duration == pytest.approx(rows[clip.id].seconds, abs=0.08)  # an mp3 has whole frames and a lead


@pytest.mark.parametrize("name", ["release", "old_release"])
def test_an_archive_gives_the_same_set_as_its_folder(
    name: str, request: pytest.FixtureRequest, run_of: MakeRun, tmp_path: Path
) -> None:
    release: Release = request.getfixturevalue(name)
    archive = release.archive(tmp_path / "fa.tar.gz", wrapper="mcv-scripted-fa")
    from_folder = prepare(run_of(release.root, folder="one"))
    from_archive = prepare(run_of(archive, folder="two"))

    assert [replace(clip, sound="") for clip in from_archive.clips()] == [
        replace(clip, sound="") for clip in from_folder.clips()
    ]
    for clip in from_archive.clips():
        original = release.folder / "clips" / Path(clip.sound).name
        assert from_archive.sound_of(clip).read_bytes() == original.read_bytes()
    assert len(list((from_archive.folder / "sounds/cv").iterdir())) == len(ids(from_archive))
    assert from_archive.description().sources[0].release == release.form.folder
    assert sorted(path.name for path in from_archive.folder.iterdir()) == [
        "manifest.jsonl",
        "prepared.json",
        "report.json",
        "sounds",
    ]


def test_accents_had_another_name_once(release: Release, tmp_path: Path, run_of: MakeRun) -> None:
    release = release.rewritten(tmp_path / "old", OLD_ACCENT)
    assert {clip.accent for clip in prepare(run_of(release.root)).clips(Split.TEST)} == {"تهرانی", ""}


def test_percentages_cut_training_and_test_and_leave_dev(release: Release, run_of: MakeRun) -> None:
    def cut(folder: str, seed: int = 1404) -> PreparedSet:
        run = run_of(release.root, folder=folder, splits=SplitPolicy.OFFICIAL, percent=60.0, test_percent=50.0)
        return prepare(replace(run, seed=seed))

    first, again, other = cut("one"), cut("two"), cut("three", seed=7)
    assert Counter(clip.split for clip in first.clips()) == {Split.TRAIN: 14, Split.DEV: 6, Split.TEST: 3}  # 14.4, 3
    assert ids(first) == ids(again)
    assert first.description().splits_hash == again.description().splits_hash
    assert ids(first) != ids(other)
    official = [id_of(row.clip) for row in release.of("train")]
    assert ids(first, Split.TRAIN) == [each for each in official if each in ids(first, Split.TRAIN)]


def test_caps_hold_for_speakers_too(release: Release, run_of: MakeRun) -> None:
    prepared = prepare(run_of(release.root, clips_per_speaker=2, clips_per_sentence=1))
    training = list(prepared.clips(Split.TRAIN))
    assert max(Counter(clip.speaker for clip in training).values()) == 2
    assert max(Counter(clip.text.rstrip(".") for clip in training).values()) == 1


def test_rehearsal_is_never_evaluated_and_its_share_is_drawn(release: Release, run_of: MakeRun) -> None:
    def source(name: str, share: float, *, is_rehearsal: bool) -> SourceSettings:
        return SourceSettings(SourceKind.COMMON_VOICE, str(release.root), name, share=share, is_rehearsal=is_rehearsal)

    sources = (source("cv", 1.0, is_rehearsal=False), source("old", 0.5, is_rehearsal=True))
    prepared = prepare(run_of(release.root, sources=sources, splits=SplitPolicy.OFFICIAL, percent=50.0))
    counted = Counter((clip.source, clip.split) for clip in prepared.clips())
    assert counted == {
        ("cv", Split.TRAIN): 12,
        ("cv", Split.DEV): 6,
        ("cv", Split.TEST): 6,
        ("old", Split.TRAIN): 12,
    }


def test_a_finished_set_is_not_made_again(release: Release, run_of: MakeRun) -> None:
    run = run_of(release.root)
    made = prepare(run)
    before = (made.folder / "manifest.jsonl").stat().st_mtime_ns
    assert prepare(run) == made
    assert (made.folder / "manifest.jsonl").stat().st_mtime_ns == before
    assert prepared_set(run) == made


def test_a_set_made_otherwise_is_refused_and_made_anew(release: Release, run_of: MakeRun) -> None:
    run = run_of(release.root)
    prepare(run)
    other = replace(run, prepare=replace(run.prepare, clips_per_sentence=1))
    with pytest.raises(PreparedSetWrong):
        prepared_set(other)
    assert len(ids(prepare(other), Split.TRAIN)) < 33
    assert prepared_set(other).folder == run.prepared


def test_another_release_under_the_same_name_is_noticed(
    release: Release, old_release: Release, run_of: MakeRun
) -> None:
    prepare(run_of(release.root))
    with pytest.raises(PreparedSetWrong):
        prepared_set(run_of(old_release.root))


def test_a_set_stays_good_when_its_source_is_gone(release: Release, tmp_path: Path, run_of: MakeRun) -> None:
    archive = release.archive(tmp_path / "fa.tar.gz")
    run = run_of(archive)
    prepare(run)
    archive.unlink()
    assert prepared_set(run).folder == run.prepared


def test_a_set_without_its_description_is_half_made(release: Release, run_of: MakeRun) -> None:
    run = run_of(release.root)
    (prepare(run).folder / PREPARED).unlink()
    with pytest.raises(PreparedSetWrong):
        prepared_set(run)
    assert prepared_set_after(run).description().clips == {"train": 33, "dev": 6, "test": 6}


def prepared_set_after(run: RunConfig) -> PreparedSet:
    prepare(run)
    return prepared_set(run)


@pytest.mark.parametrize("path", ["nowhere", "empty", "cut.tar.gz", "text.tar.gz"])
def test_a_source_that_cannot_be_read_is_named(path: str, tmp_path: Path, release: Release, run_of: MakeRun) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.tar.gz").write_text("no archive")
    whole = release.archive(tmp_path / "whole.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceWrong, match=path):
        prepare(run_of(tmp_path / path))
