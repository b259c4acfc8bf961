"""How fast a download is and how long it still takes, over its last seconds. Pure."""

from collections import deque
from typing import Final

from dabir_core.units import Seconds

_SPAN: Final[Seconds] = 8.0
_LEAST_SPAN: Final[Seconds] = 1.0


class DownloadPace:
    """Sees bytes come; moments are any clock's that only goes forward."""

    def __init__(self) -> None:
        self._seen: deque[tuple[Seconds, int]] = deque()

    def observe(self, moment: Seconds, done_bytes: int) -> None:
        """So many bytes are there at that moment; fewer than before where some had to be thrown away."""
        if self._seen and done_bytes < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((moment, done_bytes))
        while len(self._seen) > 2 and moment - self._seen[1][0] >= _SPAN:
            self._seen.popleft()

    @property
    def bytes_per_second(self) -> float | None:
        """None while that is anybody's guess."""
        if not self._seen or self._seen[-1][0] - self._seen[0][0] < _LEAST_SPAN:
            return None
        (began, first), (ended, last) = self._seen[0], self._seen[-1]
        return (last - first) / (ended - began)

    def left(self, total_bytes: int) -> Seconds | None:
        """Seconds until the last byte; None while nothing comes, or nobody knows."""
        speed = self.bytes_per_second
        if not speed or total_bytes <= 0:
            return None
        return max(0, total_bytes - self._seen[-1][1]) / speed
