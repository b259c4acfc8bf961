"""What is counted while the bot runs, in a registry of its own: a second bot in one process would have a second one."""

import time
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from dabir_core.units import Seconds

_ANSWER_SECONDS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)
"""Up to where each bar of the histogram counts."""


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
        self.well = Gauge("dabir_well", "What /healthz says of each part: 1 if it is well", ["part"], registry=into)
        self.jobs = Gauge("dabir_jobs", "Jobs of all processes by queue and state", ["queue", "state"], registry=into)
        self.answers = Histogram(
            "dabir_answer_seconds",
            "From a message to its text, by what it held; of the jobs that this process told",
            ["kind"],
            buckets=_ANSWER_SECONDS,
            registry=into,
        )
        self.refused = Counter(
            "dabir_refused", "Jobs without a text, by kind and reason", ["kind", "reason"], registry=into
        )
        self.engine_restarts = Counter("dabir_engine_restarts", "Times that the engine's process ended", registry=into)
        self._polled_at: Seconds | None = None

    def polled(self) -> None:
        """Telegram was heard."""
        self._polled_at = time.monotonic()

    @property
    def silence(self) -> Seconds | None:
        """For how long Telegram has not been heard; None if it never was."""
        return None if self._polled_at is None else time.monotonic() - self._polled_at
