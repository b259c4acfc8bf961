"""Why yt-dlp did not give the sound: its exceptions and words → one of our errors.

Statuses and types are trusted first, words last, since sites' own words come through in them. The words are those of
yt-dlp's extractors (youtube, common) of 2026; where they change, the error falls to FetchError itself.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from dabir_core.link_errors import (
    FetchError,
    LinkAge,
    LinkBotCheck,
    LinkGone,
    LinkLive,
    LinkNoAudio,
    LinkPlaylist,
    LinkPrivate,
    LinkRateLimited,
    LinkRegion,
    LinkUnreachable,
    LinkUnsupported,
)

_ADDRESS: Final = re.compile(r"[A-Za-z]+://\S+")
STATUSES: Final[Mapping[int, type[FetchError]]] = MappingProxyType(
    {
        401: LinkPrivate,
        402: LinkPrivate,
        403: LinkPrivate,
        404: LinkGone,
        410: LinkGone,
        429: LinkRateLimited,
        451: LinkRegion,
    }
)
"""What a site means that answers so; LinkUnreachable by all others."""
_TYPES: Final = {
    "GeoRestrictedError": LinkRegion,
    "UserNotLive": LinkLive,
    "UnsupportedError": LinkUnsupported,
    "IncompleteRead": LinkUnreachable,
    "SSLError": LinkUnreachable,
    "ProxyError": LinkUnreachable,
    "TransportError": LinkUnreachable,
    "ContentTooShortError": LinkUnreachable,
}
_WORDS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"not a bot|captcha|unusual traffic|cloudflare anti-bot", LinkBotCheck),
        (r"confirm your age|age[- ]restrict|inappropriate for some users", LinkAge),
        (r"rate.?limit|too many requests|HTTP Error 429", LinkRateLimited),
        (r"private (video|account|post)|members[- ]only|channel.s members|join this channel|payment", LinkPrivate),
        (r"log(ged)?[ -]?in|sign in|account (is )?required|registered users|password|subscri|cookies", LinkPrivate),
        (r"geo.?restrict|(in|from) your (country|location|region)", LinkRegion),
        (r"live event will begin|premieres? in|is (currently )?live|not currently live|livestream", LinkLive),
        (r"DRM|requested format is not|no (video|audio) formats|no (media|video could be)|only images", LinkNoAudio),
        (r"HTTP Error (404|410)|removed|deleted|no longer (available|exists)|does not exist|unavailable", LinkGone),
        (r"HTTP Error (401|402|403)|forbidden", LinkPrivate),
        (r"playlist", LinkPlaylist),
        (r"unsupported url|no suitable extractor|not a valid url|unsupported url scheme", LinkUnsupported),
        (r"timed out|timeout|connection|resolve|unable to (download|connect)|HTTP Error 5|fragment", LinkUnreachable),
    )
)


def reason(error: BaseException, host: str) -> FetchError:
    """The error to raise; its subject is the link's host, its detail yt-dlp's first line without addresses."""
    words = " ".join(str(each) for each in chain(error))
    kind = _by_words(words, strong=True) or _by_status(error) or _by_type(error) or _by_words(words, strong=False)
    lines = _ADDRESS.sub("(address)", str(error)).splitlines()
    return (kind or FetchError)(host, detail=lines[0] if lines else type(error).__name__)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from: yt-dlp keeps that in `exc_info` and `cause`."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        inside = getattr(error, "exc_info", None)
        nested = inside[1] if isinstance(inside, tuple) and len(inside) > 1 else None
        following = nested or getattr(error, "cause", None) or error.__cause__ or error.__context__
        error = following if isinstance(following, BaseException) else None


def _by_status(error: BaseException) -> type[FetchError] | None:
    statuses = [status for each in chain(error) if isinstance(status := getattr(each, "status", None), int)]
    return next((STATUSES.get(status, LinkUnreachable) for status in statuses if status >= 400), None)


def _by_type(error: BaseException) -> type[FetchError] | None:
    names = [parent.__name__ for each in chain(error) for parent in type(each).__mro__]
    return next((_TYPES[name] for name in names if name in _TYPES), None)


def _by_words(words: str, *, strong: bool) -> type[FetchError] | None:
    """`strong` looks for a robot check alone, which comes with any status."""
    return next((kind for pattern, kind in (_WORDS[:2] if strong else _WORDS) if pattern.search(words)), None)
