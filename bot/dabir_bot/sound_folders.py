"""A folder for each job, where its sound lies alone: what pretends to be sound finds nobody else's beside it.

It is made when the sound is wanted and removed with all in it when the job is over; those of jobs that died with their
process are removed by `sweep`. A finished file has a name of its own, so that a job that is begun again finds it whole
or not at all.
"""

import shutil
from pathlib import Path
from typing import Final

from dabir_core.errors import OutputError

_WHOLE: Final = "sound"
_PART: Final = "part"


class SoundFolders:
    """All jobs' folders in one; others of the machine may not look into it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, job: str) -> Path:
        """The job's folder, made where it is not there. Raises: OutputError."""
        folder = self._folder / job
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as cause:
            raise OutputError(str(folder), detail=type(cause).__name__) from cause
        return folder

    def whole(self, job: str) -> Path:
        """Where the job's sound is as soon as all of it is there."""
        return self._folder / job / _WHOLE

    def part(self, job: str) -> Path:
        """Where it is while it comes."""
        return self._folder / job / _PART

    def remove(self, job: str) -> None:
        """Removes the job's folder, if there is one."""
        shutil.rmtree(self._folder / job, ignore_errors=True)

    def sweep(self, living: frozenset[str]) -> None:
        """Removes the folders of all other jobs."""
        if self._folder.is_dir():
            for entry in self._folder.iterdir():
                if entry.name not in living:
                    self.remove(entry.name)
