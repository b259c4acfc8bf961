"""/healthz for whoever restarts us and /metrics for Prometheus, on a port of their own that strangers do not reach."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from http import HTTPStatus

from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from dabir_bot.errors import PortTaken
from dabir_bot.meters import Meters
from dabir_bot.settings import Health


@dataclass(frozen=True, slots=True)
class Vitals:
    """What must hold for the bot to be of use."""

    database: bool
    telegram: bool
    engine: bool

    @property
    def is_well(self) -> bool:
        """Whether all of it holds."""
        return self.database and self.telegram and self.engine


Probe = Callable[[], Awaitable[Vitals]]
"""Looks after everything that a scrape shows, and tells how we are."""


@asynccontextmanager
async def serving(settings: Health, meters: Meters, probe: Probe) -> AsyncIterator[None]:
    """Answers for as long as it is entered; port 0 answers nobody. Raises: PortTaken."""
    if not settings.health_port:
        yield
        return
    runner = web.AppRunner(application(meters, probe), access_log=None, handle_signals=False, shutdown_timeout=0.2)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.health_host, settings.health_port).start()
        except OSError as cause:
            raise PortTaken(f"{settings.health_host}:{settings.health_port}") from cause
        yield
    finally:
        await runner.cleanup()


def application(meters: Meters, probe: Probe) -> web.Application:
    """The two pages."""

    async def healthz(_: web.Request) -> web.Response:
        vitals = await probe()
        status = HTTPStatus.OK if vitals.is_well else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response({"well": vitals.is_well, **asdict(vitals)}, status=status)

    async def metrics(_: web.Request) -> web.Response:
        await probe()
        return web.Response(body=generate_latest(meters.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    served = web.Application()
    served.router.add_get("/healthz", healthz)
    served.router.add_get("/metrics", metrics)
    return served
