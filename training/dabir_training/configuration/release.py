"""[release]: the model that others get."""

from dataclasses import dataclass
from enum import StrEnum


class StoredAs(StrEnum):
    """What each number of the released weights is written as; fp16 is half the size and what others expect."""

    FP16 = "fp16"
    FP32 = "fp32"


@dataclass(frozen=True, slots=True)
class ReleaseSettings:
    """What the released folder and its card say.

    average       so many of the best checkpoints are averaged; 1 takes the best alone
    toward_base   share of the base's weights that is mixed in (0: none)
    sweep         such shares to try, each judged on dev, where the best is not known; `toward_base` then holds not
    weights       what the numbers are stored as
    licence, authors, contact, hardware   what the card says besides; hardware is what the training ran on
    """

    average: int = 1
    toward_base: float = 0.0
    sweep: tuple[float, ...] = ()
    weights: StoredAs = StoredAs.FP16
    licence: str = "apache-2.0"
    authors: str = ""
    contact: str = ""
    hardware: str = ""

    def __post_init__(self) -> None:
        """Refuses shares that are none."""
        if self.average < 1:
            raise ValueError("average must be 1 or more")
        if not all(0.0 <= share < 1.0 for share in (self.toward_base, *self.sweep)):
            raise ValueError("toward_base and sweep are shares from 0 to below 1")

    @property
    def is_mixed(self) -> bool:
        """Whether the released weights are no single checkpoint's."""
        return self.average > 1 or self.toward_base > 0.0 or bool(self.sweep)
