"""What is counted while the bot runs, in a registry of its own: a second bot in one process would have a second one."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge

from dabir_core.units import Seconds


class Meters:
    """The counters of one process; thread-safe."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        into = self.registry
        self.updates = Counter("dabir_updates", "Updates that were kept", registry=into)
        self.set_aside = Counter("dabir_updates_set_aside", "Updates that could not be dealt with", registry=into)
        self.poll_failures = Counter("dabir_poll_failures", "Polls that failed", ["error"], registry=into)
        self.waiting = Gauge("dabir_updates_waiting", "Updates that nobody has dealt with yet", registry=into)
        self.today = Gauge("dabir_today", "What /stats shows of the day, for all processes", ["count"], registry=into)
        self.database_bytes = Gauge("dabir_database_bytes", "Size of the database", registry=into)
        self._polled_at: Seconds | None = None

    def polled(self) -> None:
        """Telegram was heard."""
        self._polled_at = time.monotonic()

    @property
    def silence(self) -> Seconds | None:
        """For how long Telegram has not been heard; None if it never was."""
        return None if self._polled_at is None else time.monotonic() - self._polled_at
