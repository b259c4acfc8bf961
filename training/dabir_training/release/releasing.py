"""One release: what it is made of, the folder, its check. What fails that does not take the place of the last one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dabir_core.asr.checkpoint_files import read_json_if_there
from dabir_core.asr.configuration import read_dimensions
from dabir_core.models import locate
from dabir_core.units import Seconds, to_seconds
from dabir_training.configuration import RunConfig
from dabir_training.manifest import MANIFEST, PreparedSet
from dabir_training.prepare import prepared_set
from dabir_training.release.checks.checking import Release, check
from dabir_training.release.checks.clip import Spoken, choose_clip, read_clip
from dabir_training.release.checks.readings import Reading
from dabir_training.release.export import CONVERSION, Origin, write_release
from dabir_training.release.folders import written_aside
from dabir_training.release.mixing import Share
from dabir_training.release.standing import BY_HAND, BY_RUN, release_folder, released_checkpoint


@dataclass(frozen=True, slots=True)
class ReleaseOptions:
    """What may be told beside the run file.

    checkpoint  to release; None takes the averaged one where the run file has one made, else the best
    clip        a recording that the check reads; None takes a clip of dev, or the bundled note
    peers       further engines to check with
    """

    checkpoint: Path | None = None
    clip: Path | None = None
    peers: tuple[str, ...] = ()


def release(config: RunConfig, options: ReleaseOptions, *, tell: Callable[[Reading], None] = lambda _: None) -> Path:
    """Writes and checks the run's release, and only then puts it into its place. Gives the folder.

    Raises: CheckpointWrong where there is nothing to release or an engine reads something else; Superseded where the
    averaged checkpoint is of others than stand now; PreparedSetWrong; PeerFailed; ModelError; OSError.
    """
    trained = options.checkpoint or released_checkpoint(config)
    base = locate(config.model)
    told = {
        "run": config.name,
        "chosen": BY_HAND if options.checkpoint else BY_RUN,
        "averaged_from": read_json_if_there(trained / CONVERSION).get("parts"),
    }
    origin = Origin((Share(trained, 1.0),), base, config.language, told)
    target = release_folder(config)
    with written_aside(target) as staged:
        write_release(origin, staged, stored_as=config.release.weights)
        spoken = _spoken(config, staged, options.clip)
        for reading in check(Release(staged, trained, config.language), spoken, peers=options.peers):
            tell(reading)
    return target


def _spoken(config: RunConfig, folder: Path, clip: Path | None) -> Spoken:
    longest: Seconds = to_seconds(read_dimensions(folder).window_samples)
    if clip is not None:
        return read_clip(clip, longest=longest)
    is_prepared = (config.prepared / MANIFEST).is_file()
    return choose_clip(prepared_set(config) if is_prepared else PreparedSet(config.prepared), longest=longest)
