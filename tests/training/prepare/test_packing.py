"""A packed set is used elsewhere, without its sources."""

import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from dabir_training.configuration import RunConfig, SourceKind, SourceSettings
from dabir_training.errors import PreparedSetWrong, SourceWrong
from dabir_training.prepare import pack, prepare, prepared_set, read_report, unpack
from tests.training.prepare.conftest import MakeRun
from tests.training.release import Release


def elsewhere(run: RunConfig, folder: Path) -> RunConfig:
    """The run on a machine that has no source."""
    sources = tuple(replace(source, path="/gone/away") for source in run.prepare.sources)
    return replace(run, folder=folder, prepare=replace(run.prepare, sources=sources))


@pytest.mark.parametrize("is_flac", [False, True])
def test_a_packed_set_is_whole_elsewhere(release: Release, run_of: MakeRun, tmp_path: Path, *, is_flac: bool) -> None:
    run = run_of(release.root)
    there = elsewhere(run, tmp_path / "there")
    made = prepare(run)
    pack(made, tmp_path / "set.tar", is_flac=is_flac)
    moved = unpack(tmp_path / "set.tar", there)

    assert prepared_set(there) == moved
    assert moved.description().splits_hash == made.description().splits_hash
    assert moved.description().is_moved
    assert read_report(moved) == read_report(made)
    for here, other in zip(made.clips(), moved.clips(), strict=True):
        assert replace(other, sound="") == replace(here, sound="")
        assert Path(other.sound).suffix == (".flac" if is_flac else ".mp3")
        told = soundfile.info(moved.sound_of(other))
        assert told.duration == pytest.approx(soundfile.info(made.sound_of(here)).duration, abs=1e-3)
        assert (told.samplerate == 16_000) or not is_flac


def test_a_part_of_a_long_file_comes_alone(run_of: MakeRun, tmp_path: Path) -> None:
    """One second of a tone after one of silence, at 8 kHz: the clip holds the tone and nothing else."""
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(8000) / 8000)
    soundfile.write(tmp_path / "long.wav", np.concatenate([np.zeros(8000), tone, np.zeros(8000)]), 8000)
    line = '{"audio_filepath": "long.wav", "offset": 1.0, "duration": 1.0, "text": "سلام دنیا"}'
    (tmp_path / "t.jsonl").write_text(line, encoding="utf-8")
    made = prepare(run_of(tmp_path / "t.jsonl", kind=SourceKind.TABLE))
    pack(made, tmp_path / "set.tar")
    there = unpack(tmp_path / "set.tar", elsewhere(run_of(tmp_path / "t.jsonl", kind=SourceKind.TABLE), tmp_path / "b"))
    (clip,) = there.clips()
    samples, rate_hz = soundfile.read(there.sound_of(clip))
    assert (clip.start, clip.duration, clip.sound, rate_hz, samples.size) == (
        0.0,
        1.0,
        "sounds/cv/000001.flac",
        16_000,
        16_000,
    )
    spectrum = np.abs(np.fft.rfft(samples))
    assert int(spectrum.argmax()) == 440
    assert np.sqrt(np.mean(samples[200:-200] ** 2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.01)


def test_an_archive_of_another_run_is_refused(release: Release, run_of: MakeRun, tmp_path: Path) -> None:
    run = run_of(release.root)
    pack(prepare(run), tmp_path / "set.tar")
    with pytest.raises(PreparedSetWrong, match="another run"):
        unpack(tmp_path / "set.tar", elsewhere(replace(run, seed=5), tmp_path / "there"))


def test_what_is_no_packed_set_or_half_of_one_is_refused(release: Release, run_of: MakeRun, tmp_path: Path) -> None:
    run = run_of(release.root)
    pack(prepare(run), tmp_path / "set.tar")
    there = elsewhere(run, tmp_path / "there")
    whole = (tmp_path / "set.tar").read_bytes()
    (tmp_path / "half.tar").write_bytes(whole[: len(whole) // 2])
    for archive in (release.archive(tmp_path / "fa.tar.gz"), tmp_path / "half.tar", tmp_path / "none.tar"):
        with pytest.raises(SourceWrong, match=archive.name):
            unpack(archive, there)
        with pytest.raises(PreparedSetWrong):
            prepared_set(there)
    assert unpack(tmp_path / "set.tar", there).description().is_moved


def test_nothing_is_written_outside_of_the_set(release: Release, run_of: MakeRun, tmp_path: Path) -> None:
    run = run_of(release.root)
    pack(prepare(run), tmp_path / "set.tar")
    with tarfile.open(tmp_path / "set.tar") as good, tarfile.open(tmp_path / "bad.tar", "w") as bad:
        first = good.next()
        assert first is not None
        bad.addfile(first, good.extractfile(first))
        bad.addfile(tarfile.TarInfo("sounds/../../../outside"))
    with pytest.raises(SourceWrong, match="outside"):
        unpack(tmp_path / "bad.tar", elsewhere(run, tmp_path / "there"))
    assert not (tmp_path / "outside").exists()


def test_sources_are_told_by_name_in_a_moved_run(release: Release, run_of: MakeRun, tmp_path: Path) -> None:
    run = run_of(release.root)
    renamed = elsewhere(run, tmp_path / "there")
    other = SourceSettings(SourceKind.COMMON_VOICE, "/gone/away", "another")
    pack(prepare(run), tmp_path / "set.tar")
    with pytest.raises(PreparedSetWrong):
        unpack(tmp_path / "set.tar", replace(renamed, prepare=replace(renamed.prepare, sources=(other,))))
