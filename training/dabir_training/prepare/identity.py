"""Which set a run file asks for, and whether the one on disk is it.

Two hashes: one of the settings without their paths, so that a set can move with its run file, and one of each source,
so that another release under the same name is noticed. A source that is no longer there is not asked.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from dabir_training.configuration import RunConfig, SourceKind, SourceSettings
from dabir_training.errors import PreparedSetWrong
from dabir_training.manifest import FORMAT, Description, PreparedSet
from dabir_training.prepare.common_voice import TABLES, release_folder
from dabir_training.prepare.text import DISPLAY_VERSION

_BLOCK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Identity:
    """A set as a run file asks for it; a source's fingerprint is "" where it cannot be reached."""

    settings_hash: str
    fingerprints: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join((self.settings_hash, *self.fingerprints))

    def is_of(self, description: Description) -> bool:
        """Whether that set is this one."""
        made_of = [source.fingerprint for source in description.sources]
        same = [not asked or asked == made for asked, made in zip(self.fingerprints, made_of, strict=False)]
        return description.settings_hash == self.settings_hash and (description.is_moved or all(same))


def identify(config: RunConfig) -> Identity:
    """The set that this run file asks for; reads the sources' tables, but no sound."""
    settings = asdict(config.prepare)
    for source in settings["sources"]:
        del source["path"]
    asked = {"format": FORMAT, "text": DISPLAY_VERSION, "language": config.language, "seed": config.seed}
    text = json.dumps({**asked, "prepare": settings}, ensure_ascii=False, sort_keys=True)
    prints = tuple(fingerprint(source, source.language or config.language) for source in config.prepare.sources)
    return Identity(hashlib.sha256(text.encode()).hexdigest(), prints)


def prepared_set(config: RunConfig) -> PreparedSet:
    """The finished set that the run file asks for. Raises: PreparedSetWrong if it is missing or another one."""
    prepared = PreparedSet(config.prepared)
    if not identify(config).is_of(prepared.description()):
        raise PreparedSetWrong(f"{config.prepared}: made for another run file")
    return prepared


def is_made(prepared: PreparedSet, identity: Identity) -> bool:
    """Whether the set is finished and the one that is asked for."""
    try:
        return identity.is_of(prepared.description())
    except PreparedSetWrong:
        return False


def fingerprint(source: SourceSettings, language: str) -> str:
    """What tells this source from another of its name; "" where it is not there."""
    if source.kind is SourceKind.HUB:
        return f"{source.path} {source.configuration} {source.revision}"
    path = Path(source.path).expanduser()
    if not path.exists():
        return ""
    if path.is_file():
        return _archive(path) if source.kind is SourceKind.COMMON_VOICE else _tables([path])
    if source.kind is SourceKind.COMMON_VOICE:
        folder = release_folder(path, language)
        return _tables([folder / name for name in TABLES if (folder / name).is_file()])
    return _sizes(path)


def _archive(path: Path) -> str:
    return f"{path.name} {path.stat().st_size}"


def _tables(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
    return digest.hexdigest()


def _sizes(folder: Path) -> str:
    listed = sorted(f"{path.relative_to(folder)} {path.stat().st_size}" for path in folder.rglob("*.parquet"))
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()
