"""Jobs on real DBOS, in both dialects, with fakes around them."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import create_engine, text
from telegram.error import Forbidden

from dabir_bot import job_rows
from dabir_bot.job_errors import ExecutorTaken, SoundTooBig, TooManyJobs
from dabir_bot.job_rows import Queued
from dabir_bot.jobs import Jobs
from dabir_bot.orders import Order
from dabir_bot.settings import Keeping, Limits
from dabir_bot.status import Stage
from dabir_bot.tidying import tidy_once
from tests.bot.job_fakes import Bench, bench, order

FEW = Limits(notes_at_once=2, long_at_once=1, jobs_per_person=4)


@asynccontextmanager
async def running(made: Bench) -> AsyncIterator[Jobs]:
    jobs = Jobs(made.settings, made.work)
    await jobs.launch()
    try:
        yield jobs
    finally:
        await jobs.close()


@pytest.fixture
def made(tmp_path: Path, database_url: str) -> Bench:
    return bench(tmp_path, database_url, limits=FEW)


@pytest_asyncio.fixture
async def jobs(made: Bench) -> AsyncIterator[Jobs]:
    async with running(made) as launched:
        yield launched
    made.store.close()


async def until(is_so: Callable[[], bool], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.02)


async def until_over(jobs: Jobs) -> None:
    async with asyncio.timeout(30.0):
        while await jobs.unfinished():
            await asyncio.sleep(0.02)


async def test_an_order_is_acknowledged_and_answered(jobs: Jobs, made: Bench) -> None:
    assert await jobs.submit(order(1)) == "1.0"
    await until(lambda: made.log.of("told") == ["1.0"])
    assert made.log.of("greeted") == ["1.0"]
    await until_over(jobs)


async def test_the_same_order_is_the_same_job(jobs: Jobs, made: Bench) -> None:
    for _ in range(3):
        await jobs.submit(order(1))
    await until(lambda: "1.0" in made.log.of("told"))
    await jobs.submit(order(1))
    await asyncio.sleep(0.5)
    assert (made.log.of("greeted"), made.log.of("begun"), made.log.of("told")) == (["1.0"], ["1.0"], ["1.0"])


async def test_a_refusal_is_told(jobs: Jobs, made: Bench) -> None:
    made.sounds.error = SoundTooBig("20")
    await jobs.submit(order(1))
    await until(lambda: bool(made.log.of("failed")))
    assert made.log.all()[-1].words == "SoundTooBig 20"


async def test_a_persons_third_job_waits_behind_anothers_first(jobs: Jobs, made: Bench) -> None:
    made.speech.seconds = 2.0
    for update in (1, 2, 3, 4):
        await jobs.submit(order(update, person=1))
    await jobs.submit(order(5, person=2))
    await until(lambda: len(made.log.of("told")) == 5)
    begun = made.log.of("begun")
    assert begun.index("5.0") < begun.index("3.0")


async def test_long_sounds_take_no_place_of_notes(jobs: Jobs, made: Bench) -> None:
    made.speech.seconds = 60.0
    for update in (1, 2, 3):
        await jobs.submit(order(update, person=update, duration=7200.0))
    await until(lambda: len(made.log.of("begun")) == 1)
    await asyncio.sleep(0.4)
    assert len(made.log.of("begun")) == 1, "long_at_once"
    made.speech.seconds = 0.1
    await jobs.submit(order(4, person=4))
    await until(lambda: made.log.of("told") == ["4.0"])


async def test_a_person_may_have_only_so_many(jobs: Jobs, made: Bench) -> None:
    made.speech.seconds = 5.0
    for update in range(1, 5):
        await jobs.submit(order(update, person=1))
    with pytest.raises(TooManyJobs) as refusal:
        await jobs.submit(order(5, person=1))
    assert refusal.value.subject == "4"
    await jobs.submit(order(4, person=1))  # one that is stored already
    await jobs.submit(order(6, person=2))


async def test_places_in_line_are_known_and_told(jobs: Jobs, made: Bench) -> None:
    made.speech.seconds = 6.0
    for update in range(1, 6):
        await jobs.submit(order(update, person=update))
    await until(lambda: len(made.log.of("begun")) == 2)
    assert await job_rows.queued() == [Queued("3.0", 1), Queued("4.0", 2), Queued("5.0", 3)]
    counts = await jobs.counts()
    assert (counts["notes", "running"], counts["notes", "waiting"]) == (2, 3)
    assert (counts["long", "running"], counts["long", "waiting"]) == (0, 0)
    await until(lambda: any(job == "5.0" for job, _ in made.delivery.shown))
    status = next(status for job, status in made.delivery.shown if job == "5.0")
    assert (status.stage, status.ahead) == (Stage.WAITING, 2)


async def test_a_waiting_job_is_stopped_at_once_and_a_running_one_soon(jobs: Jobs, made: Bench) -> None:
    made.speech.seconds = 20.0
    for update in (1, 2, 3):
        await jobs.submit(order(update, person=update))
    await until(lambda: len(made.log.of("begun")) == 2)
    assert await jobs.cancel("3.0")
    assert await jobs.cancel("1.0")
    await until(lambda: sorted(made.log.of("cancelled")) == ["1.0", "3.0"], seconds=4.0)
    assert made.speech.stopped == ["1.0"]
    assert "1.0" in made.sounds.discarded
    assert await jobs.unfinished() == ["2.0"]


async def test_a_job_that_is_over_or_unknown_cannot_be_stopped(jobs: Jobs, made: Bench) -> None:
    await jobs.submit(order(1))
    await until(lambda: bool(made.log.of("told")))
    assert not await jobs.cancel("1.0")
    assert not await jobs.cancel("9.0")
    assert made.log.of("cancelled") == []


async def test_what_a_job_is_about_is_known(jobs: Jobs) -> None:
    await jobs.submit(order(1, person=3))
    assert await jobs.order("1.0") == order(1, person=3)
    assert await jobs.order("2.0") is None


async def test_an_answer_outlives_every_sweep_until_it_is_told(jobs: Jobs, made: Bench) -> None:
    """With `answers_days = 0`, texts that waited for Telegram were lost."""
    gate, acknowledge = asyncio.Event(), made.delivery.acknowledge

    async def acknowledge_late(order: Order) -> int:
        await gate.wait()
        return await acknowledge(order)

    made.delivery.acknowledge = acknowledge_late  # type: ignore[method-assign]
    job = await jobs.submit(order(1))
    await until_over(jobs)
    under_way = await job_rows.under_way()
    assert under_way == {job}
    tidy_once(made.store, Keeping(answers_days=0), now=time.time() + 1.0, under_way=under_way)
    gate.set()
    await until(lambda: made.log.of("told") == [job])
    async with asyncio.timeout(30.0):
        while await job_rows.under_way():
            await asyncio.sleep(0.02)


async def test_a_chat_that_is_closed_costs_no_work_and_ends_in_silence(jobs: Jobs, made: Bench) -> None:
    made.delivery.refusals = [Forbidden("blocked")]
    await jobs.submit(order(1))
    await until(lambda: not made.delivery.refusals)
    await until_over(jobs)
    assert made.log.of("failed") == []


async def test_an_unforeseen_error_is_told_by_a_number(
    jobs: Jobs, made: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    made.speech.fault = ZeroDivisionError()
    await jobs.submit(order(1))
    await until(lambda: bool(made.log.of("failed")))
    assert made.log.all()[-1].words == "JobFailed 1.0"
    caplog.clear()


async def test_forgetting_a_person_leaves_no_row_and_nothing_of_others_is_touched(
    jobs: Jobs, made: Bench, database_url: str
) -> None:
    await jobs.submit(order(1, person=424242))
    await jobs.submit(order(2, person=3))
    await until(lambda: len(made.log.of("told")) == 2)
    made.speech.seconds = 20.0
    await jobs.submit(order(3, person=424242))
    await until(lambda: "3.0" in made.log.of("begun"))
    await jobs.forget(424242)
    assert (await jobs.order("1.0"), await jobs.order("3.0")) == (None, None)
    assert await jobs.order("2.0") is not None
    assert made.speech.stopped == ["3.0"]
    assert await asyncio.to_thread(_holds, database_url, "424242") == []


async def test_forgetting_stops_what_others_asked_of_a_persons_words_and_tells_them(jobs: Jobs, made: Bench) -> None:
    made.speech.seconds = 20.0
    await jobs.submit(replace(order(1, person=3, chat=-9), speaker=5))
    await jobs.submit(replace(order(2, person=3, chat=-9), speaker=3))
    await until(lambda: len(made.log.of("begun")) == 2)
    await jobs.forget(5)
    assert (await jobs.order("1.0"), await jobs.order("2.0") is not None) == (None, True)
    assert (made.log.of("cancelled"), made.speech.stopped) == (["1.0"], ["1.0"])
    assert "1.0" in made.speech.forgotten


async def test_forgetting_a_chat_leaves_no_row_of_it(jobs: Jobs, made: Bench, database_url: str) -> None:
    await jobs.submit(order(1, person=3, chat=-424242))
    await jobs.submit(order(2, person=3))
    await until(lambda: len(made.log.of("told")) == 2)
    await jobs.forget_chat(-424242)
    assert (await jobs.order("1.0"), await jobs.order("2.0") is not None) == (None, True)
    assert await asyncio.to_thread(_holds, database_url, "424242") == []


async def test_a_persons_jobs_are_found_among_more_than_are_looked_at_at_once(
    jobs: Jobs, made: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_rows, "_AT_ONCE", 2)
    for update in range(1, 10):
        await jobs.submit(order(update, person=7 if update % 3 else 8))
        await until(lambda: len(made.log.of("told")) == update)  # noqa: B023
    await jobs.forget(7)
    left = [update for update in range(1, 10) if await jobs.order(f"{update}.0") is not None]
    assert left == [3, 6, 9]


async def test_a_second_process_of_the_same_name_is_refused(jobs: Jobs, made: Bench) -> None:
    with pytest.raises(ExecutorTaken):
        await Jobs(made.settings, made.work).launch()


async def test_what_was_under_way_at_a_stop_goes_on_at_the_next_start(made: Bench) -> None:
    made.speech.seconds = 20.0
    async with running(made) as jobs:
        for update in (1, 2, 3):
            await jobs.submit(order(update, person=update))
        await until(lambda: len(made.log.of("begun")) == 2)
    assert len(made.log.of("begun")) == 2, "the third does not get the place of what was broken off"
    made.speech.seconds = 0.1
    async with running(made):
        await until(lambda: sorted(set(made.log.of("told"))) == ["1.0", "2.0", "3.0"])
    made.store.close()


def _holds(url: str, word: str) -> list[str]:
    """The tables of jobs that hold a word anywhere."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    is_sqlite = url.startswith("sqlite")
    names = ("workflow_status", "workflow_input", "workflow_output", "operation_outputs", "workflow_events")
    with engine.connect() as connection:
        found = [
            name
            for name in names
            for row in connection.execute(text(f"SELECT * FROM {name if is_sqlite else f'dbos.{name}'}"))
            if word in str(tuple(row))
        ]
    engine.dispose()
    return found


async def test_no_query_for_what_is_unfinished_reads_what_is_over(tmp_path: Path) -> None:
    """Issue 6: SQLite read all of a day's jobs at each note and at each poll of a queue."""
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    made = bench(tmp_path, url, limits=FEW)
    async with running(made):
        with made.store.database.reading() as connection:
            for where in ("name = ? AND status IN (?, ?)", "queue_name = ? AND status = ? AND application_version = ?"):
                values = ("?",) * where.count("?")
                plan = connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN SELECT workflow_uuid FROM workflow_status WHERE {where}", values
                )
                assert all(row[3].startswith("SEARCH") for row in plan)
    made.store.close()
