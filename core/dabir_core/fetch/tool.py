"""Whether yt-dlp is here, new enough to be safe, and new enough to be of use; without importing it.

Sites change so often that a release two months old fails on some of them. Releases before 2026.07.04 have published
holes that a link alone opens (github.com/yt-dlp/yt-dlp/security).
"""

from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from dabir_core.fetch.policy import LinkPolicy
from dabir_core.link_errors import LinkToolMissing
from dabir_core.notices import Notice

PIP_COMMAND: Final = 'pip install --upgrade "dabir[url]"'
_OLDEST_SAFE: Final = date(2026, 7, 4)
_OLD_DAYS: Final = 60


def require_tool() -> None:
    """Raises: LinkToolMissing if there is no yt-dlp, or one with known holes."""
    released = _released()
    if released is None or released < _OLDEST_SAFE:
        raise LinkToolMissing(PIP_COMMAND)


def notices(policy: LinkPolicy, *, today: date | None = None) -> tuple[Notice, ...]:
    """What to tell a person before links are fetched by a policy."""
    released = _released()
    now = today or datetime.now(UTC).date()
    told = {
        Notice.LINK_TOOL_OLD: released is not None and (now - released).days > _OLD_DAYS,
        Notice.LINKS_BY_PROXY: policy.scope_in_force is not policy.scope,
    }
    return tuple(notice for notice, holds in told.items() if holds)


def _released() -> date | None:
    """yt-dlp's version is the day of its release."""
    try:
        year, month, day, *_ = (int(part) for part in version("yt-dlp").split("."))
        return date(year, month, day)
    except (PackageNotFoundError, ValueError):
        return None
