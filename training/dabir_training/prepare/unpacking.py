"""A packed set in the place of one that is made here."""

from pathlib import Path
from typing import Final

from dabir_training.configuration import RunConfig
from dabir_training.errors import PreparedSetWrong, SourceWrong
from dabir_training.manifest import MANIFEST, PREPARED, REPORT, SOUNDS, Description, PreparedSet
from dabir_training.prepare.digests import digests_of
from dabir_training.prepare.identity import identify, is_made
from dabir_training.prepare.progress import Show, show_nothing
from dabir_training.prepare.tar_stream import ORIGIN, Member, members
from dabir_training.prepare.writing import replace_text, writing_into

_OURS: Final = (MANIFEST, REPORT)


def unpack(archive: Path, config: RunConfig, *, show: Show = show_nothing) -> PreparedSet:
    """Takes the set out of what `pack` wrote; goes on where an earlier call stopped.

    Raises: SourceWrong where the archive is damaged or none of ours; PreparedSetWrong where it is of another run file;
    OutputError.
    """
    prepared, identity = PreparedSet(config.prepared), identify(config)
    if is_made(prepared, identity):
        return prepared
    with writing_into(prepared.folder):
        prepared.folder.mkdir(parents=True, exist_ok=True)
        (prepared.folder / PREPARED).unlink(missing_ok=True)
        described = _take_out(archive, prepared, identity.settings_hash, show)
        replace_text(prepared.folder / PREPARED, described.text)
    return prepared


def _take_out(archive: Path, prepared: PreparedSet, settings_hash: str, show: Show) -> Description:
    described = None
    for number, member in enumerate(members(archive, show)):
        if number == 0:
            _check_origin(archive, member, settings_hash)
        elif str(member.place) == PREPARED:
            described = _description(archive, member)
        else:
            _write(archive, member, prepared.folder)
    manifest = prepared.folder / MANIFEST
    if described is None or not manifest.is_file() or digests_of(manifest).manifest != described.manifest_hash:
        raise SourceWrong(f"{archive}: not whole")
    return described


def _check_origin(archive: Path, member: Member, settings_hash: str) -> None:
    if str(member.place) != ORIGIN:
        raise SourceWrong(f"{archive}: no packed set")
    if _description(archive, member).settings_hash != settings_hash:
        raise PreparedSetWrong(f"{archive}: packed for another run file")


def _description(archive: Path, member: Member) -> Description:
    try:
        return Description.of_text(member.read().decode())
    except UnicodeDecodeError as cause:
        raise SourceWrong(str(archive)) from cause


def _write(archive: Path, member: Member, folder: Path) -> None:
    """Puts a member in its place, which is never outside of the set's folder."""
    place = member.place
    is_sound = place.parts[0] == SOUNDS and ".." not in place.parts
    if not is_sound and str(place) not in _OURS:
        raise SourceWrong(f"{archive}: {place} does not belong there")
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    if not is_sound:
        target.unlink(missing_ok=True)
    member.write(target)
