"""Makes the prepared set that a run file asks for; one that is finished is left alone, one begun gone on with.

Rows of all sources go into a ledger on disk, their sounds are looked at, the rules leave out and draw, and what stays
is written as the manifest. prepared.json comes last: a set without it is half made.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dabir_training.configuration import RunConfig, SplitPolicy
from dabir_training.errors import PreparedSetWrong
from dabir_training.manifest import (
    FORMAT,
    MANIFEST,
    PREPARED,
    REPORT,
    Clip,
    Description,
    PreparedSet,
    SourceTold,
    Split,
)
from dabir_training.prepare.digests import digests_of
from dabir_training.prepare.identity import Identity, identify, is_made
from dabir_training.prepare.leaks import Leaks, leaks_within
from dabir_training.prepare.ledger import opened_ledger, remove_ledger
from dabir_training.prepare.looking import look_at_files
from dabir_training.prepare.progress import Show, show_nothing
from dabir_training.prepare.report import report_of
from dabir_training.prepare.rules import judge
from dabir_training.prepare.sources import Gathering, remove_unpacked
from dabir_training.prepare.text import DISPLAY_VERSION
from dabir_training.prepare.workers import Workers
from dabir_training.prepare.writing import replace_text, writing_into

_LEDGER: Final = "making.sqlite"
_CLIP: Final = "source, id, sound, start, duration, text, split, language, speaker, gender, age, accent"
_TOGETHER: Final = 1000


def prepare(config: RunConfig, *, show: Show = show_nothing) -> PreparedSet:
    """The set that the run file asks for, made if it is not there yet.

    Raises: SourceWrong; OutputError where the disk refuses; PreparedSetWrong where training clips share a speaker or a
    sentence with dev or test although the policy says that none may.
    """
    prepared, identity = PreparedSet(config.prepared), identify(config)
    if is_made(prepared, identity):
        return prepared
    with writing_into(prepared.folder):
        prepared.folder.mkdir(parents=True, exist_ok=True)
        (prepared.folder / PREPARED).unlink(missing_ok=True)
        _make(config, prepared, identity, show)
        remove_ledger(prepared.folder / _LEDGER)
        remove_unpacked(prepared.folder)
    return prepared


def _make(config: RunConfig, prepared: PreparedSet, identity: Identity, show: Show) -> None:
    with opened_ledger(prepared.folder / _LEDGER, str(identity)) as ledger, Workers() as workers:
        gatherings = [Gathering(config, source, ledger, workers, show) for source in config.prepare.sources]
        for gathering in gatherings:
            gathering.gather()
        look_at_files(ledger, prepared.folder, workers=workers, show=show)
        judge(ledger, config.prepare)
        for gathering in gatherings:
            gathering.unpack_clips()
        half = _write_manifest(ledger, prepared, show)
        leaks = leaks_within(half)
        _check(leaks, config)
        half.replace(prepared.folder / MANIFEST)
        replace_text(prepared.folder / REPORT, report_of(ledger, leaks).text)
        told = _description(config, identity, prepared, [gathering.release() for gathering in gatherings])
        replace_text(prepared.folder / PREPARED, told.text)


def _write_manifest(ledger: sqlite3.Connection, prepared: PreparedSet, show: Show) -> Path:
    """What stays, one clip a line, in the order in which the sources had it; gives the file, not yet under its name."""
    (total,) = ledger.execute("SELECT COUNT(*) FROM rows WHERE dropped IS NULL").fetchone()
    half = prepared.folder / f"{MANIFEST}.half"
    with half.open("w", encoding="utf-8", newline="\n") as lines:
        for done, clip in enumerate(_clips(ledger)):
            lines.write(f"{clip.line}\n")
            if done % _TOGETHER == 0:
                show("manifest", done, total)
    return half


def _clips(ledger: sqlite3.Connection) -> Iterator[Clip]:
    rows = ledger.execute(f"SELECT {_CLIP} FROM rows WHERE dropped IS NULL ORDER BY number")
    for source, id_, sound, start, duration, text, split, language, *person in rows:
        speaker, gender, age, accent = person
        yield Clip(
            id=f"{source}/{id_}",
            sound=sound,
            duration=round(duration, 4),
            text=text,
            split=Split(split),
            source=source,
            start=start,
            language=language,
            speaker=speaker,
            gender=gender,
            age=age,
            accent=accent,
        )


def _check(leaks: Leaks, config: RunConfig) -> None:
    if config.prepare.splits is SplitPolicy.VALIDATED and not leaks.are_none:
        told = f"{leaks.speakers} training clips by speakers of dev or test, {leaks.sentences} with their sentences"
        raise PreparedSetWrong(f"{told}, such as {', '.join(leaks.examples)}")


def _description(config: RunConfig, identity: Identity, prepared: PreparedSet, releases: list[str]) -> Description:
    settings, digests = config.prepare, digests_of(prepared.folder / MANIFEST)
    each = zip(settings.sources, releases, identity.fingerprints, strict=True)
    return Description(
        format=FORMAT,
        settings_hash=identity.settings_hash,
        policy=settings.splits,
        splits_hash=digests.splits,
        manifest_hash=digests.manifest,
        clips=digests.clips,
        sources=tuple(SourceTold(source.name, source.kind, release, made_of) for source, release, made_of in each),
        language=config.language,
        seed=config.seed,
        percent=settings.percent,
        test_percent=settings.test_percent,
        text_rules=DISPLAY_VERSION if settings.is_text_mended else "",
    )
