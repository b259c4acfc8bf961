"""A checkpoint that was got by other means: a folder, zip or tar archive put into the models folder, and checked.

It lies apart from a download of the same name: what of that is there is thrown away when it is of no more use, not
before. An archive is read twice: once to see what is in it, once for the files that a checkpoint needs, under names of
ours.
"""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from dabir_core.asr.checkpoint_files import CONFIG, missing_files
from dabir_core.errors import ArchiveDamaged, CheckpointCorrupt, CheckpointIncomplete, ModelMissing, OptionError
from dabir_core.models.archives import checkpoint_members, opened_archive, safe_members, shallowest
from dabir_core.models.copying import Copying
from dabir_core.models.default_model import adopt_as_default
from dabir_core.models.download import output_error
from dabir_core.models.installation import InstallCancelled, Installed
from dabir_core.models.origin import Origin
from dabir_core.models.repository_files import is_wanted
from dabir_core.models.shelf import Shelf
from dabir_core.models.sizes import require_room
from dabir_core.models.store import DEMO
from dabir_core.models.transfer import InstallProgressCallback, Meter, Stage, Stopped
from dabir_core.paths import graphs_folder, models_folder
from dabir_core.progress import CancelToken

_DEPTHS: Final = ("", "*/", "*/*/")
"""How deep a checkpoint may lie in the folder that is given: archives are unpacked into folders of folders."""
_ARCHIVE_ENDINGS: Final = re.compile(r"(\.tar)?\.(zip|tar|gz|tgz|bz2|tbz2|xz|txz)$", re.IGNORECASE)
_NOT_IN_NAMES: Final = re.compile(r"[^\w.+-]+")


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What importing may be told; None takes the models folder, and a name from the path."""

    folder: Path | None = None
    name: str | None = None


def import_(
    path: Path,
    options: ImportOptions | None = None,
    *,
    progress: InstallProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> Installed | InstallCancelled:
    """Puts a checkpoint into the models folder, from a folder or an archive, which stays as it is.

    Raises: ModelMissing where there is nothing; ArchiveUnsupported, ArchiveRefused, ArchiveDamaged;
    CheckpointIncomplete naming what is missing; CheckpointCorrupt, CheckpointUnsupported, EngineMissing;
    OptionError for a name that is taken or is none; DiskFull, OutputError.
    """
    chosen, stop = options or ImportOptions(), cancel or CancelToken()
    meter = Meter(progress or (lambda _: None))
    source = path.expanduser()
    if not source.exists():
        raise ModelMissing(str(path))
    models = chosen.folder or models_folder()
    shelf = Shelf(models, _name(chosen.name, source))
    try:
        with shelf.held(stop, waiting=lambda: meter.begin(Stage.WAITING)):
            if shelf.folder.exists():
                raise OptionError(f"--name {shelf.folder.name} (a model of this name is installed)")
            folder, origin = _placed(shelf, source, meter=meter, cancel=stop)
    except Stopped:
        return InstallCancelled(0)
    adopt_as_default(folder)
    return Installed(folder.name, folder, origin)


def _placed(shelf: Shelf, source: Path, *, meter: Meter, cancel: CancelToken) -> tuple[Path, Origin]:
    origin = Origin(None, None, None, source.name)
    try:
        shelf.copied.mkdir(parents=True, exist_ok=True)
        taking = _Taking(shelf.copied, meter, cancel)
        names = taking.from_folder(source) if source.is_dir() else taking.from_archive(source)
        meter.begin(Stage.CHECKING)
        folder = shelf.finish(shelf.copied, names, origin=origin)
    except OSError as cause:
        raise output_error(shelf.folder, cause, needed_bytes=0) from cause
    finally:
        shutil.rmtree(shelf.copied, ignore_errors=True)  # there is nothing to go on with: the source is at hand
    shelf.discard()
    return folder, origin


def _name(asked: str | None, source: Path) -> str:
    """The folder's name. Raises: OptionError."""
    cached = [part.removeprefix("models--") for part in source.absolute().parts if part.startswith("models--")]
    plain = _ARCHIVE_ENDINGS.sub("", source.resolve().name)
    name = asked or (cached[-1] if cached else _NOT_IN_NAMES.sub("-", plain))
    if _NOT_IN_NAMES.search(name) or name.startswith(".") or name in {"", DEMO}:
        raise OptionError(f"--name {name}")
    return name


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes the files of a checkpoint into a folder."""

    staged: Path
    meter: Meter
    cancel: CancelToken

    def from_folder(self, source: Path) -> list[str]:
        """Gives the names of what it took. Raises: CheckpointIncomplete; DiskFull, OSError; Stopped."""
        configs = [path.relative_to(source) for depth in _DEPTHS for path in source.glob(depth + CONFIG)]
        folder = source / shallowest(PurePosixPath(path.as_posix()) for path in configs)
        sizes = {path.name: path.stat().st_size for path in folder.iterdir() if is_wanted(path.name) and path.is_file()}
        self._begin(sizes)
        for name, size in sizes.items():
            if not self._copying.file(folder / name, self.staged / name, size=size):
                raise CheckpointCorrupt(name, detail="it became shorter while it was copied")
        return list(sizes)

    def from_archive(self, source: Path) -> list[str]:
        """Gives the names of what it took. Raises: see `import_`; OSError; Stopped."""
        with opened_archive(source, self.cancel) as archive:
            members = checkpoint_members(safe_members(archive, source))
            wanted = {name: each for name, each in members.items() if is_wanted(name)}
            self._begin({name: each.size for name, each in wanted.items()})
            for name, member in wanted.items():
                with archive.read(member.path) as stream:
                    is_whole = self._copying.stream(stream, self.staged / name, size=member.size)
                if not is_whole:
                    raise ArchiveDamaged(source.name, detail=f"{name} has another size than is stated")
        return list(wanted)

    def _begin(self, sizes: Mapping[str, int]) -> None:
        """Raises: CheckpointIncomplete; DiskFull."""
        missing = missing_files(sizes)
        if missing:
            raise CheckpointIncomplete(", ".join(missing))
        total = sum(sizes.values())
        require_room(self.staged, total, weights_bytes=total, graphs=graphs_folder())
        self.meter.begin(Stage.COPYING, total_bytes=total)

    @property
    def _copying(self) -> Copying:
        return Copying(self.meter, self.cancel)
