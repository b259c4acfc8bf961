"""Rounds of scrubbing: nobody is told that it is done before a round is over that began after they asked."""

import asyncio

from dabir_bot.scrubbing import Scrubbing


async def test_many_who_ask_meanwhile_share_one_round() -> None:
    gate, began = asyncio.Event(), 0

    async def scrub() -> None:
        nonlocal began
        began += 1
        await gate.wait()

    scrubbing = Scrubbing([scrub])
    first = asyncio.create_task(scrubbing.scrub())
    await asyncio.sleep(0)
    others = [asyncio.create_task(scrubbing.scrub()) for _ in range(20)]
    await asyncio.sleep(0)
    assert (began, any(task.done() for task in (first, *others))) == (1, False)
    gate.set()
    await asyncio.gather(first, *others)
    assert began == 2


async def test_a_round_that_fails_counts_for_nobody() -> None:
    outcomes = [OSError(), None, None]
    done = 0

    async def scrub() -> None:
        nonlocal done
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome
        done += 1

    scrubbing = Scrubbing([scrub])
    told = await asyncio.gather(scrubbing.scrub(), scrubbing.scrub(), return_exceptions=True)
    assert isinstance(told[0], OSError) and told[1] is None
    assert done == 1
