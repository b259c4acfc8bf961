"""Checkpoints that were got by other means: folders, zips, tars; good ones, incomplete ones, and traps."""

import io
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dabir_core import errors
from dabir_core.models import (
    ImportOptions,
    InstallCancelled,
    Installed,
    InstallProgress,
    Stage,
    default_model,
    import_,
    installed,
)
from dabir_core.models import archives as archives_module
from dabir_core.paths import demo_checkpoint, models_folder
from dabir_core.progress import CancelToken
from dabir_core.sentences import Language, sentence
from tests.checkpoints import Recipe, make_checkpoint

FILES = ("config.json", "generation_config.json", "tokenizer.json", "model.safetensors")


pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "whisper demo"
    folder.mkdir()
    for name in FILES:
        shutil.copy(demo_checkpoint() / name, folder)
    (folder / "flax_model.msgpack").write_bytes(b"not for us")
    return folder


def zipped(folder: Path, prefix: str = "") -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in folder.iterdir():
            archive.write(file, prefix + file.name)
    return path


def tarred(folder: Path, ending: str, prefix: str = "") -> Path:
    path = folder.with_name(folder.name + ending)
    kind = {".tar": "w", ".tar.gz": "w:gz", ".tar.xz": "w:xz", ".tar.bz2": "w:bz2"}[ending]
    with tarfile.open(path, kind, **({"preset": 0} if ending == ".tar.xz" else {})) as archive:  # type: ignore[call-overload]
        for file in folder.iterdir():
            archive.add(file, prefix + file.name)
    return path


def assert_whole(outcome: Installed | InstallCancelled) -> None:
    assert isinstance(outcome, Installed)
    assert installed() == (outcome.folder,)
    for name in FILES:
        assert (outcome.folder / name).read_bytes() == (demo_checkpoint() / name).read_bytes()
    assert {path.name for path in outcome.folder.iterdir()} == {*FILES, "dabir.origin"}
    assert outcome.origin is not None
    assert default_model() == outcome.name


def assert_nothing_is_there() -> None:
    assert installed() == ()
    assert not list(models_folder().glob(".copied/*"))


def test_a_folder_is_imported_under_its_name_and_stays_as_it_is(folder: Path) -> None:
    before = sorted(folder.iterdir())
    told: list[InstallProgress] = []
    outcome = import_(folder, progress=told.append)
    assert_whole(outcome)
    assert isinstance(outcome, Installed)
    assert outcome.name == "whisper-demo"
    assert sorted(folder.iterdir()) == before
    assert [each.stage for each in told][-1] is Stage.CHECKING
    copied = [each for each in told if each.stage is Stage.COPYING]
    assert copied[-1].done_bytes == copied[-1].total_bytes == sum((folder / name).stat().st_size for name in FILES)


@pytest.mark.parametrize("prefix", ["", "model/", "./", "a/b/", "a\\"])
def test_a_zip_is_imported_wherever_the_checkpoint_lies_in_it(folder: Path, prefix: str) -> None:
    assert_whole(import_(zipped(folder, prefix)))


@pytest.mark.parametrize(
    ("ending", "prefix"),
    [(".tar", ""), (".tar", "./"), (".tar.gz", "model/"), (".tar.xz", "./model/"), (".tar.bz2", "")],
)
def test_a_tar_is_imported_however_it_is_packed(folder: Path, ending: str, prefix: str) -> None:
    outcome = import_(tarred(folder, ending, prefix))
    assert_whole(outcome)
    assert isinstance(outcome, Installed)
    assert outcome.name == "whisper-demo"


def test_a_snapshot_of_the_hubs_own_cache_is_imported_under_the_models_name(folder: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "hub" / "models--openai--whisper-demo" / "snapshots" / ("a" * 40)
    snapshot.mkdir(parents=True)
    for name in FILES:
        (snapshot / name).symlink_to(folder / name)
    outcome = import_(snapshot.parents[1])
    assert_whole(outcome)
    assert isinstance(outcome, Installed)
    assert outcome.name == "openai--whisper-demo"
    assert not [path for path in outcome.folder.iterdir() if path.is_symlink()]


def test_shards_are_imported_with_their_index(tmp_path: Path) -> None:
    sharded = make_checkpoint(tmp_path / "sharded", Recipe(size="micro", shard_bytes=4_000_000))
    outcome = import_(zipped(sharded))
    assert isinstance(outcome, Installed)
    next(sharded.glob("model-*")).unlink()
    with pytest.raises(errors.CheckpointIncomplete, match="model-0000"):
        import_(sharded, ImportOptions(name="cut"))
    assert installed() == (outcome.folder,)


@pytest.mark.parametrize("make", [lambda folder: folder, zipped, lambda folder: tarred(folder, ".tar")])
@pytest.mark.parametrize("missing", [("config.json",), ("tokenizer.json",), ("model.safetensors",), FILES])
def test_what_is_missing_is_told(folder: Path, missing: tuple[str, ...], make: Callable[[Path], Path]) -> None:
    for name in missing:
        (folder / name).unlink()
    with pytest.raises(errors.CheckpointIncomplete) as caught:
        import_(make(folder))
    assert set(caught.value.subject.split(", ")) == set(missing) - {"generation_config.json"}
    assert_nothing_is_there()


def test_damaged_weights_are_told(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(errors.CheckpointCorrupt):
        import_(folder)
    assert_nothing_is_there()


TRAPS = ["../evil.json", "model/../../evil.json", "/etc/evil.json", "\\\\server\\evil.json", "C:\\evil.json", "C:/evil"]


@pytest.mark.parametrize("name", TRAPS)
def test_a_zip_with_a_name_that_leads_outside_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    path = zipped(folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"{}")
    with pytest.raises(errors.ArchiveRefused) as caught:
        import_(path)
    assert caught.value.subject == path.name
    assert_nothing_is_there()
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("name", TRAPS)
def test_a_tar_with_a_name_that_leads_outside_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    path = tarred(folder, ".tar")
    with tarfile.open(path, "a") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(errors.ArchiveRefused):
        import_(path)
    assert_nothing_is_there()
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_a_tar_with_a_link_or_a_device_is_refused(folder: Path, kind: bytes) -> None:
    path = tarred(folder, ".tar")
    with tarfile.open(path, "a") as archive:
        member = tarfile.TarInfo("vocab.json")
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    with pytest.raises(errors.ArchiveRefused):
        import_(path)
    assert_nothing_is_there()


def test_a_zip_with_a_link_is_refused(folder: Path) -> None:
    path = zipped(folder)
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("vocab.json")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(errors.ArchiveRefused):
        import_(path)
    assert_nothing_is_there()


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(bytes(100_000_000))
    for path in (zipped(folder), tarred(folder, ".tar.gz")):  # a thousand to one
        assert path.stat().st_size < 1_000_000
        with pytest.raises(errors.ArchiveRefused):
            import_(path)
    assert_nothing_is_there()


def test_an_archive_of_endless_members_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives_module, "_MOST_MEMBERS", len(FILES))
    with pytest.raises(errors.ArchiveRefused):
        import_(zipped(folder))
    monkeypatch.undo()


def test_a_size_that_is_a_lie_is_found_out(folder: Path) -> None:
    path = zipped(folder)
    content = path.read_bytes()
    size = (folder / "model.safetensors").stat().st_size
    place = content.rindex(b"model.safetensors") - 46 + 24  # the size in the central directory, appnote.txt § 4.3.12
    assert int.from_bytes(content[place : place + 4], "little") == size
    path.write_bytes(content[:place] + (size - 1).to_bytes(4, "little") + content[place + 4 :])
    with pytest.raises((errors.ArchiveDamaged, errors.CheckpointCorrupt)):
        import_(path)
    assert_nothing_is_there()


def test_a_tar_that_ends_with_a_zip_is_a_tar(folder: Path) -> None:
    path = folder.with_name("model.tar")
    with tarfile.open(path, "w") as archive:
        for name in FILES:
            archive.add(folder / name, name)
        archive.add(zipped(folder), "pytorch_model.bin")  # torch writes zips
    assert zipfile.is_zipfile(path)
    outcome = import_(path)
    assert isinstance(outcome, Installed)
    assert set(FILES) < {each.name for each in outcome.folder.iterdir()}


def test_a_tar_with_a_folder_in_a_files_place_is_told(folder: Path) -> None:
    path = tarred(folder, ".tar")
    with tarfile.open(path, "a") as archive:
        again = tarfile.TarInfo("config.json")
        again.type = tarfile.DIRTYPE
        archive.addfile(again)
    with pytest.raises(errors.ArchiveDamaged):
        import_(path)
    assert_nothing_is_there()


@pytest.mark.parametrize(
    ("ending", "share"), [(".zip", 0.9), (".tar", 0.0), (".tar", 0.3), (".tar.gz", 0.9), (".tar.xz", 0.3)]
)
def test_a_damaged_or_cut_archive_is_told(folder: Path, ending: str, share: float) -> None:
    path = zipped(folder) if ending == ".zip" else tarred(folder, ending)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    with pytest.raises((errors.ArchiveDamaged, errors.ArchiveRefused, errors.CheckpointIncomplete)):
        import_(path)
    assert_nothing_is_there()


STARTS = {  # each format's own specification
    "tar.zst": b"\x28\xb5\x2f\xfd",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "rar": b"Rar!\x1a\x07\x01\x00",
    "tar.lz4": b"\x04\x22\x4d\x18",
    "tar.Z": b"\x1f\x9d\x90",
}


@pytest.mark.parametrize(("ending", "start"), STARTS.items(), ids=STARTS)
def test_an_archive_of_another_form_is_told_with_the_forms_that_are_taken(
    tmp_path: Path, ending: str, start: bytes
) -> None:
    path = tmp_path / f"whisper.{ending}"
    path.write_bytes(start + bytes(1000))
    with pytest.raises(errors.ArchiveUnsupported) as caught:
        import_(path)
    assert caught.value.subject == path.name
    languages: tuple[Language, ...] = ("fa", "en")
    for language in languages:
        told = sentence(caught.value, language)
        assert all(form in told for form in ("zip", "tar", "tar.gz", "tar.bz2", "tar.xz"))
    assert_nothing_is_there()


def test_what_is_no_archive_and_what_is_not_there_are_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.ArchiveDamaged):
        import_(folder / "config.json")
    with pytest.raises(errors.ModelMissing):
        import_(tmp_path / "nowhere")


def test_a_name_that_is_taken_or_is_none_is_refused(folder: Path) -> None:
    import_(folder)
    for name in (None, "demo", "../x", ".x", "a b"):
        with pytest.raises(errors.OptionError):
            import_(folder, ImportOptions(name=name))
    assert len(installed()) == 1


def test_stopping_leaves_nothing(folder: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    for path in (folder, zipped(folder), tarred(folder, ".tar.xz")):
        assert isinstance(import_(path, cancel=cancel), InstallCancelled)
    assert_nothing_is_there()
