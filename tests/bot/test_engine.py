"""The engine for asyncio, with core's real worker process and the demo checkpoint."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from dabir_bot.engine import EngineState, WorkerEngine
from dabir_bot.errors import DatabaseClosed
from dabir_bot.job_errors import SoundTooLong
from dabir_core import Progress, Segment, TranscribeOptions, Transcript
from dabir_core.asr import Journal
from dabir_core.errors import ModelMissing, NotMedia
from dabir_core.paths import demo_checkpoint, samples_folder

DEMO = samples_folder() / "demo.ogg"
WORDS = (samples_folder() / "demo.txt").read_text(encoding="utf-8").split()
OPTIONS = TranscribeOptions(language="fa")

pytestmark = pytest.mark.long


@pytest_asyncio.fixture
async def engine(tmp_path: Path) -> AsyncIterator[WorkerEngine]:
    made = WorkerEngine(demo_checkpoint(), journal=tmp_path / "journal.sqlite3")
    yield made
    await made.close()


def nobody(progress: Progress, segments: Sequence[Segment]) -> None:
    return


def _workers() -> list[psutil.Process]:
    """Python's own tracker of resources is a child, too."""
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


async def test_a_sound_becomes_text_and_tells_how_far_it_is(engine: WorkerEngine) -> None:
    heard: list[tuple[float, int]] = []
    made = await engine.transcribe(
        DEMO, OPTIONS, heard=lambda progress, segments: heard.append((progress.done, len(segments)))
    )
    assert isinstance(made, Transcript)
    assert made.text.split() == WORDS
    assert engine.state == EngineState(is_ready=True)
    assert heard == sorted(heard)
    assert heard[-1][0] == pytest.approx(made.duration, abs=0.1)


async def test_many_sounds_are_transcribed_at_once(engine: WorkerEngine) -> None:
    made = await asyncio.gather(*(engine.transcribe(DEMO, OPTIONS, heard=nobody) for _ in range(5)))
    assert [one.text.split() for one in made if isinstance(one, Transcript)] == [WORDS] * 5


async def test_what_is_no_sound_is_told_by_cores_error(engine: WorkerEngine, tmp_path: Path) -> None:
    (tmp_path / "note.ogg").write_bytes(b"no sound at all" * 100)
    with pytest.raises(NotMedia):
        await engine.transcribe(tmp_path / "note.ogg", OPTIONS, heard=nobody)


async def test_a_model_that_is_not_there_is_told_to_every_job(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = WorkerEngine(tmp_path / "nothing", journal=tmp_path / "journal.sqlite3")
    with pytest.raises(ModelMissing):
        await engine.transcribe(DEMO, OPTIONS, heard=nobody)
    await engine.close()
    assert "the model cannot be loaded: ModelMissing" in caplog.messages
    assert not engine.state.is_ready
    caplog.clear()


async def test_what_is_raised_by_the_one_who_is_told_ends_the_job(engine: WorkerEngine) -> None:
    def refuse(progress: Progress, segments: Sequence[Segment]) -> None:
        raise SoundTooLong("0")

    with pytest.raises(SoundTooLong):
        await engine.transcribe(DEMO, OPTIONS, heard=refuse)


async def test_a_job_that_is_stopped_leaves_the_engine_to_the_others(engine: WorkerEngine) -> None:
    stopped = asyncio.create_task(engine.transcribe(DEMO, OPTIONS, heard=nobody))
    await asyncio.sleep(0)
    stopped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopped
    made = await engine.transcribe(DEMO, OPTIONS, heard=nobody)
    assert isinstance(made, Transcript)


async def test_a_crash_of_the_engines_process_costs_no_job(
    engine: WorkerEngine, caplog: pytest.LogCaptureFixture
) -> None:
    job = asyncio.create_task(engine.transcribe(DEMO, OPTIONS, heard=nobody))
    while not (workers := _workers()):
        await asyncio.sleep(0.01)
    for worker in workers:
        worker.kill()
    made = await job
    assert isinstance(made, Transcript)
    assert made.text.split() == WORDS
    assert "the engine's process ended by itself and was started again" in caplog.messages
    assert engine.state == EngineState(is_ready=True, restarts=1)
    caplog.clear()


async def test_what_was_forgotten_is_in_no_file_of_the_journal(engine: WorkerEngine, tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite3"
    await engine.transcribe(DEMO, OPTIONS, heard=nobody)
    word = max(WORDS, key=len).encode()
    files = [journal, *tmp_path.glob("journal.sqlite3-*")]
    assert any(word in file.read_bytes() for file in files), "the journal holds what was said"
    await engine.forget(DEMO)
    await engine.scrub()
    with Journal(journal) as rows:
        assert rows.is_open
    assert not any(word in file.read_bytes() for file in tmp_path.glob("journal.sqlite3*"))


async def test_a_broken_journal_is_removed_with_all_its_files(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It ended the whole bot at each start, and left /forget without an end."""
    journal = tmp_path / "journal.sqlite3"
    for ending in ("", "-wal", "-shm"):
        journal.with_name(journal.name + ending).write_bytes(b"what somebody said" * 100)
    await WorkerEngine(demo_checkpoint(), journal=journal).scrub()
    assert list(tmp_path.iterdir()) == []
    assert caplog.messages == ["the engine's journal is broken and was removed"]
    caplog.clear()


async def test_a_journal_that_cannot_be_cut_now_is_cut_later(tmp_path: Path) -> None:
    engine = WorkerEngine(demo_checkpoint(), journal=tmp_path)  # SQLite opens no folder
    with pytest.raises(DatabaseClosed):
        await engine.scrub()
    assert tmp_path.is_dir()


async def test_closing_with_a_job_under_way_takes_no_time(engine: WorkerEngine) -> None:
    job = asyncio.create_task(engine.transcribe(DEMO, OPTIONS, heard=nobody))
    await asyncio.sleep(0.3)
    async with asyncio.timeout(3.0):
        await engine.close()
    assert not job.done()
    job.cancel()
