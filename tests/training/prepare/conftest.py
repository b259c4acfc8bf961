"""Two small releases, made once for all tests here, and the run files over them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dabir_training.configuration import PreparationSettings, RunConfig, SourceKind, SourceSettings
from tests.training.release import RELEASE_11, RELEASE_27, Release, make_release

MakeRun = Callable[..., RunConfig]


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make_release(tmp_path_factory.mktemp("release27"), RELEASE_27)


@pytest.fixture(scope="session")
def old_release(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return release.rewritten(tmp_path_factory.mktemp("release11"), RELEASE_11)


@pytest.fixture
def run_of(tmp_path: Path) -> MakeRun:
    """A run over one source; `kind`, `folder` and settings of [prepare] by name."""

    def made(path: Path, *, kind: SourceKind = SourceKind.COMMON_VOICE, folder: str = "run", **given: Any) -> RunConfig:
        source = given.pop("source", SourceSettings(kind=kind, path=str(path), name="cv"))
        sources = given.pop("sources", (source,))
        settings = PreparationSettings(sources=sources, **given)
        return RunConfig(name="run", folder=tmp_path / folder, model="none", prepare=settings)

    return made
