"""What handlers work with: built once by `app`, passed to each of them."""

from dataclasses import dataclass
from typing import Protocol

from dabir_bot.admission_requests import AdmissionRequests
from dabir_bot.messages import Messages
from dabir_bot.orders import Order
from dabir_bot.privacy import Privacy
from dabir_bot.settings import Settings
from dabir_bot.store import Store
from dabir_bot.talk import Talk
from dabir_bot.work import JobId


class Jobs(Protocol):
    """What handlers use of `jobs.Jobs`."""

    async def submit(self, order: Order) -> JobId:
        """Stores a job; the same order again is the same job. Raises: TooManyJobs."""
        ...

    async def cancel(self, job: JobId) -> bool:
        """Stops a job; False for one that is over."""
        ...

    async def order(self, job: JobId) -> Order | None:
        """What a job is about, as long as that is known."""
        ...

    async def unfinished(self, *, person: int | None = None, chat: int | None = None) -> list[JobId]:
        """The jobs that have no outcome yet."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """All that a handler may use."""

    settings: Settings
    store: Store
    jobs: Jobs
    talk: Talk
    messages: Messages
    privacy: Privacy
    requests: AdmissionRequests
