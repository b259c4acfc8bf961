"""[release]: the model that others get."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReleaseSettings:
    """What the released folder and its card say.

    average       so many of the best checkpoints are averaged; 1 takes the best alone
    toward_base   share of the base's weights that is mixed in (0: none)
    """

    average: int = 1
    toward_base: float = 0.0
    licence: str = "apache-2.0"
    authors: str = ""
    contact: str = ""
