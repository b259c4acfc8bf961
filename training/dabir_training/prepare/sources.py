"""A run file's sources, opened: each puts its rows into the ledger, and archives their chosen clips into the set."""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from dabir_training.configuration import RunConfig, SourceKind, SourceSettings
from dabir_training.errors import SourceWrong
from dabir_training.manifest import SOUNDS
from dabir_training.prepare.archive import ReleaseArchive
from dabir_training.prepare.common_voice import CommonVoice, release_folder, release_name
from dabir_training.prepare.dataset_source import DatasetSource
from dabir_training.prepare.intake import Intake
from dabir_training.prepare.ledger import mark, set_mark
from dabir_training.prepare.progress import Show
from dabir_training.prepare.row import Row
from dabir_training.prepare.table_source import TableSource
from dabir_training.prepare.text import sentence_key, training_text
from dabir_training.prepare.workers import Workers

UNPACKED: Final = "unpacked"
"""Tables that came out of archives, while the set is made."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """One source on its way into the ledger."""

    config: RunConfig
    settings: SourceSettings
    ledger: sqlite3.Connection
    workers: Workers
    show: Show

    @property
    def language(self) -> str:
        """Of the source's text."""
        return self.settings.language or self.config.language

    def gather(self) -> None:
        """Puts all its rows into the ledger, unless they are there. Raises: SourceWrong."""
        if mark(self.ledger, f"gathered {self.settings.name}"):
            return
        if self.settings.kind is SourceKind.COMMON_VOICE:
            self._gather_release()
        elif self.settings.kind is SourceKind.TABLE:
            intake = self._intake()
            self._take(intake, islice(TableSource(self.settings).rows(), intake.taken(self.ledger), None))
        else:
            intake = self._intake()
            source = DatasetSource(self.settings, self.config.prepared, f"{SOUNDS}/{self.settings.name}")
            self._take(intake, source.rows(skip=intake.taken(self.ledger)))
        set_mark(self.ledger, f"gathered {self.settings.name}", "yes")

    def release(self) -> str:
        """The release's name, or the revision of a set on the hub."""
        return mark(self.ledger, f"release {self.settings.name}") or self.settings.revision

    def unpack_clips(self) -> None:
        """Brings the clips that were chosen out of the archive, if the source is one."""
        archive = self._archive()
        if archive is not None:
            archive.unpack_clips(self.ledger, self.config.prepared / SOUNDS / self.settings.name, self.show)

    def _gather_release(self) -> None:
        path, archive = Path(self.settings.path).expanduser(), self._archive()
        if archive is None:
            folder = release_folder(path, self.language)
            place, clips = str(folder.resolve()), str(folder.resolve() / "clips")
        else:
            folder = self.config.prepared / UNPACKED / self.settings.name
            place, clips = self._unpacked(archive, folder), f"{SOUNDS}/{self.settings.name}"
        set_mark(self.ledger, f"release {self.settings.name}", release_name(place) or release_name(path.name))
        release, intake = CommonVoice(folder, clips, self.config.prepare.splits), self._intake()
        self._take(intake, islice(release.rows(), intake.taken(self.ledger), None))
        self._note_what_it_says(release)
        if archive is not None:
            self._note_what_it_holds(archive)

    def _unpacked(self, archive: ReleaseArchive, folder: Path) -> str:
        name = f"unpacked {self.settings.name}"
        if not mark(self.ledger, name):
            set_mark(self.ledger, name, archive.unpack_tables(self.ledger, folder, self.show))
        return mark(self.ledger, name)

    def _note_what_it_says(self, release: CommonVoice) -> None:
        """Durations and reported sentences."""
        name = self.settings.name
        keys = ((sentence_key(training_text(text, language=self.language)),) for text in release.reported())
        told = ((name, id_, seconds) for id_, seconds in release.durations())
        with self.ledger:
            self.ledger.executemany("INSERT OR IGNORE INTO reported VALUES (?)", keys)
            self.ledger.executemany("INSERT OR REPLACE INTO durations VALUES (?, ?, ?)", told)
            found = "SELECT d.duration FROM durations d WHERE d.source = rows.source AND d.id = rows.id"
            self.ledger.execute(f"UPDATE rows SET duration = COALESCE(({found}), duration) WHERE source = ?", (name,))

    def _note_what_it_holds(self, archive: ReleaseArchive) -> None:
        """Sizes of the clips in the archive, and durations where the release says none."""
        name = self.settings.name
        with self.ledger:
            found = "SELECT m.bytes FROM members m WHERE m.source = rows.source AND m.id = rows.id"
            self.ledger.execute(
                f"UPDATE rows SET bytes = COALESCE(({found}), -1) WHERE source = ? AND duration IS NOT NULL", (name,)
            )
            missing = f"UPDATE rows SET bytes = -1 WHERE source = ? AND bytes IS NULL AND NOT EXISTS ({found})"
            self.ledger.execute(missing, (name,))
        unknown = "SELECT 1 FROM rows WHERE source = ? AND bytes IS NULL LIMIT 1"
        if self.ledger.execute(unknown, (name,)).fetchone():
            archive.look_at_clips(self.ledger, self.workers, self.show)

    def _archive(self) -> ReleaseArchive | None:
        path = Path(self.settings.path).expanduser()
        if self.settings.kind is not SourceKind.COMMON_VOICE or path.is_dir():
            return None
        if not path.is_file():
            raise SourceWrong(self.settings.path)
        return ReleaseArchive(path, self.language, self.settings.name)

    def _intake(self) -> Intake:
        return Intake(
            self.settings.name, self.language, seed=self.config.seed, is_text_mended=self.config.prepare.is_text_mended
        )

    def _take(self, intake: Intake, rows: Iterator[Row]) -> None:
        def seen(taken: int) -> None:
            self.show(f"reading {self.settings.name}", taken, None)

        intake.take(self.ledger, rows, workers=self.workers, seen=seen)


def remove_unpacked(folder: Path) -> None:
    """Takes away the tables that came out of archives."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder / UNPACKED)
