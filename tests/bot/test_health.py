"""The two pages of health, over a real socket."""

import socket

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from dabir_bot.errors import PortTaken
from dabir_bot.health import Vitals, application, serving
from dabir_bot.meters import Meters
from dabir_bot.settings import Health


async def asked(vitals: Vitals, page: str, meters: Meters | None = None) -> tuple[int, str]:
    async def probe() -> Vitals:
        return vitals

    async with TestServer(application(meters or Meters(), probe)) as server, ClientSession() as client:
        answer = await client.get(server.make_url(page))
        return answer.status, await answer.text()


async def test_a_well_bot_says_so() -> None:
    status, told = await asked(Vitals(database=True, telegram=True, engine=True), "/healthz")
    assert (status, told) == (200, '{"well": true, "database": true, "telegram": true, "engine": true}')


async def test_a_bot_that_hears_nothing_is_not_well() -> None:
    status, told = await asked(Vitals(database=True, telegram=False, engine=True), "/healthz")
    assert (status, told) == (503, '{"well": false, "database": true, "telegram": false, "engine": true}')


async def test_the_meters_are_read_as_prometheus_reads_them() -> None:
    meters = Meters()
    meters.updates.inc(3)
    status, told = await asked(Vitals(database=True, telegram=True, engine=True), "/metrics", meters)
    assert status == 200
    assert "dabir_updates_total 3.0" in told.splitlines()


async def test_port_0_serves_nobody() -> None:
    async def probe() -> Vitals:
        raise AssertionError

    async with serving(Health(), Meters(), probe):
        pass


async def test_a_port_that_another_program_has_is_told() -> None:
    async def probe() -> Vitals:
        raise AssertionError

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as refusal:
            async with serving(Health(health_port=port), Meters(), probe):
                pass
    assert refusal.value.subject == f"127.0.0.1:{port}"
