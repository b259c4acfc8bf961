"""Work on models that tests do by hand; no child is started."""

from dabir_core.errors import DabirError
from dabir_core.models import Candidate, InstallProgress, Recommendation, catalogue
from dabir_desktop.model_orders import Ended, ModelOrder, ModelOutcome, Refused
from dabir_desktop.model_work import ModelWork

MINUTES = {
    "tiny": 0.6,
    "base": 1.2,
    "small": 3.2,
    "medium": 9.0,
    "large-v3-turbo": 17.0,
    "large-v2": 31.0,
    "large-v3": 31.5,
}
"""Of an hour of sound, by base, as on some laptop."""


class HandWork(ModelWork):
    """Remembers what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[ModelOrder] = []
        self.cancelled: list[ModelOrder] = []
        self._open: list[ModelOrder] = []

    @property
    def under_way(self) -> tuple[ModelOrder, ...]:
        return tuple(self._open)

    @property
    def last(self) -> ModelOrder:
        return self.asked[-1]

    def begin(self, order: ModelOrder) -> None:
        self.asked.append(order)
        self._open.append(order)
        self.begun.emit(order)

    def cancel(self, order: ModelOrder) -> None:
        self.cancelled.append(order)

    def advance(self, progress: InstallProgress) -> None:
        self.progressed.emit(self.last, progress)

    def finish(self, outcome: ModelOutcome, order: ModelOrder | None = None) -> None:
        self._end(order or self.last, Ended(outcome))

    def refuse(self, error: DabirError, order: ModelOrder | None = None) -> None:
        self._end(order or self.last, Refused(error))

    def _end(self, order: ModelOrder, message: Ended | Refused) -> None:
        self._open.remove(order)
        self._errands[order] = None  # type: ignore[assignment]
        self._hear(order, message)


def recommendation(best: str | None, **minutes: float) -> Recommendation:
    """Of this machine; `best` is an id of the catalogue, `minutes` are by base where they are others than above."""
    taken = {name.replace("_", "-"): value for name, value in minutes.items()}
    candidates = tuple(
        Candidate(entry, {**MINUTES, **taken}[entry.base], 10**9, 10**9, fits_memory=True, fits_disk=True)
        for entry in catalogue()
    )
    chosen = next((each for each in candidates if each.entry.hub_id == best), None)
    return Recommendation(candidates, chosen, "openvino")
