"""A checkpoint from a hub onto this machine: asked for, fetched, checked, and only then there.

Whatever ends it (a cut, a full disk, a kill) leaves parts that the next try goes on with, and no checkpoint that could
be taken for a whole one. The small files come first: a model that we cannot run is told by them before its gigabytes.
"""

import importlib.util
from pathlib import Path

from dabir_core.asr.checkpoint_files import (
    CONFIG,
    INDEX_ENDING,
    is_pickled,
    listed_shards,
    missing_files,
    weights_name,
)
from dabir_core.asr.configuration import read_dimensions
from dabir_core.asr.pickled_weights import INSTALL_TORCH
from dabir_core.errors import CheckpointCorrupt, CheckpointIncomplete, CheckpointUnsupported, EngineMissing
from dabir_core.models.default_model import adopt_as_default
from dabir_core.models.download import Download, bytes_there, output_error
from dabir_core.models.entries import find_entry
from dabir_core.models.hub import Hub, hub_address, without_user
from dabir_core.models.hub_id import folder_name, parse_hub_id
from dabir_core.models.installation import InstallCancelled, Installed, InstallOptions
from dabir_core.models.origin import Origin, load_origin
from dabir_core.models.repository import Repository
from dabir_core.models.repository_files import is_wanted, small_files
from dabir_core.models.shelf import Shelf
from dabir_core.models.sizes import require_room
from dabir_core.models.transfer import (
    InstallProgressCallback,
    Interrupted,
    Meter,
    Patience,
    Stage,
    Stopped,
    keep_going,
)
from dabir_core.paths import graphs_folder, models_folder
from dabir_core.progress import CancelToken


def install(
    model: str,
    options: InstallOptions | None = None,
    *,
    progress: InstallProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> Installed | InstallCancelled:
    """Installs a Whisper repository of the hub by its id; one that is there is left as it is, without asking the hub.

    Told in bytes. The first checkpoint that is installed becomes the default.
    Raises: HubIdWrong, OptionError; HubError; CheckpointUnsupported, CheckpointIncomplete, CheckpointCorrupt,
    EngineMissing where its weights need torch; DownloadCorrupt; DiskFull, OutputError.
    """
    chosen = options or InstallOptions()
    task = _Installing(parse_hub_id(model), chosen, Meter(progress or (lambda _: None)), cancel or CancelToken())
    there = task.found()
    if there is not None:
        return there
    hub = Hub(hub_address(chosen.mirror, chosen.proxy))
    try:
        return task.run(hub)
    except Stopped:
        return InstallCancelled(task.kept_bytes())
    finally:
        hub.close()


class _Installing:
    """One model on its way."""

    def __init__(self, hub_id: str, options: InstallOptions, meter: Meter, cancel: CancelToken) -> None:
        entry = find_entry(hub_id)
        self._hub_id = hub_id if entry is None else entry.hub_id
        self._asked = options.revision
        self._revision = options.revision or (entry.revision if entry else None)
        self._models = models_folder(options.folder)
        self._retries, self._meter, self._cancel = options.retries, meter, cancel
        self._shelf = Shelf(self._models, folder_name(self._hub_id))

    def found(self, commit: str | None = None) -> Installed | None:
        """The model as it lies there, if it is the one that is asked for."""
        self._shelf.mend()
        origin = load_origin(self._shelf.folder)
        is_it = self._asked is None or (origin is not None and origin.commit in {self._asked, commit})
        if not (self._shelf.is_there and is_it):
            return None
        return Installed(self._shelf.folder.name, self._shelf.folder, origin, was_there=True)

    def kept_bytes(self) -> int:
        """What lies ready for the next try."""
        partial = self._shelf.partial
        try:
            return sum(path.stat().st_size for path in partial.iterdir())
        except OSError:  # there is none, or another process is just finishing it
            return 0

    def run(self, hub: Hub) -> Installed:
        """Asks, fetches, checks, puts in its place. Raises: see `install`; Stopped."""
        self._meter.begin(Stage.ASKING)
        repository = self._described(hub)
        self._shelf = Shelf(self._models, folder_name(repository.hub_id))
        with self._shelf.held(self._cancel, waiting=lambda: self._meter.begin(Stage.WAITING)):
            there = self.found(repository.commit)
            if there is not None:  # another process was quicker
                return there
            origin = Origin(repository.hub_id, repository.commit, repository.licence, without_user(hub.endpoint))
            try:
                names = self._fetched(hub, repository)
                folder = self._shelf.finish(self._shelf.partial, names, origin=origin)
            except (CheckpointUnsupported, CheckpointIncomplete, CheckpointCorrupt):
                self._shelf.discard()
                raise
            except OSError as cause:
                raise output_error(self._shelf.folder, cause, needed_bytes=0) from cause
        adopt_as_default(folder)
        return Installed(folder.name, folder, origin)

    def _described(self, hub: Hub) -> Repository:
        patience = Patience(self._retries, self._cancel)
        while True:
            keep_going(self._cancel)
            try:
                return hub.describe(self._hub_id, self._revision, cancel=self._cancel)
            except Interrupted as failure:
                patience.wait_after(failure)

    def _fetched(self, hub: Hub, repository: Repository) -> tuple[str, ...]:
        """Fetches all files that the checkpoint needs; gives their names."""
        _require_whisper(repository)
        partial = self._shelf.open_partial()
        download = Download(hub, repository, partial, meter=self._meter, cancel=self._cancel)
        first = [name for name in small_files(repository.files) if name == CONFIG or name.endswith(INDEX_ENDING)]
        for name in first:
            download.fetch(repository.files[name], self._retries)
        read_dimensions(partial)
        names = (*small_files(repository.files), *_weights(repository, partial))
        files = [repository.files[name] for name in names]
        there = sum(bytes_there(partial, file) for file in files)
        total = sum(file.size for file in files)
        largest = sum(repository.files[name].size for name in _weights(repository, partial))
        require_room(self._models, total - there, weights_bytes=largest, graphs=graphs_folder())
        self._meter.begin(Stage.DOWNLOADING, total_bytes=total, done_bytes=there)
        for file in files:
            download.fetch(file, self._retries)
        self._meter.begin(Stage.CHECKING, total_bytes=total, done_bytes=total)
        return names


def _require_whisper(repository: Repository) -> None:
    """Refuses what its list of files shows to be none that we can run.

    Raises: CheckpointUnsupported; EngineMissing where only a pickle holds the weights and torch is not there.
    """
    missing = missing_files(repository.files)
    if missing:
        raise CheckpointUnsupported(
            f"{repository.hub_id}: {', '.join(missing)}", detail="no checkpoint of transformers"
        )
    if is_pickled(weights_name(repository.files) or "") and importlib.util.find_spec("torch") is None:
        raise EngineMissing(INSTALL_TORCH, detail=f"{repository.hub_id} has a pickle only")


def _weights(repository: Repository, partial: Path) -> tuple[str, ...]:
    """The files that hold values. Raises: CheckpointCorrupt; CheckpointIncomplete for shards that are nowhere."""
    weights = weights_name(repository.files)
    assert weights is not None, "it was required"
    if not weights.endswith(INDEX_ENDING):
        return (weights,)
    listed = listed_shards(partial, weights)
    missing = [name for name in listed if not (is_wanted(name) and name in repository.files)]
    if missing:
        raise CheckpointIncomplete(", ".join(missing))
    return tuple(listed)
