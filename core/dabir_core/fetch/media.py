"""Sound from sites, by yt-dlp; runs only in the child process, after the guard is armed.

Looks first and downloads then, so that lists, live streams and long recordings cost one page. The best sound alone is
taken, of about 64 kbit/s where there is a choice: speech at 16 kHz mono is not heard better above that. Nothing that
the user or the system configured for yt-dlp holds here: no configuration, plugins, cookies, netrc, cache, external
downloader, or post-processing; the file's name is fixed.
`max_filesize` is not used: without a Content-Length it does nothing, and with one it skips without a word.
Source: yt-dlp's YoutubeDL.py and downloader/hls.py, 2026.08.19.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dabir_core.fetch.media_errors import reason
from dabir_core.fetch.policy import LinkPolicy
from dabir_core.fetch.tally import Tally
from dabir_core.fetch.url import Link
from dabir_core.link_errors import LinkLive, LinkNoAudio, LinkPlaylist, LinkTooLong
from dabir_core.units import Seconds, clock

_LOG = logging.getLogger(__name__)

_LIVE: Final = frozenset({"is_live", "is_upcoming", "post_live"})
_LISTS: Final = frozenset({"playlist", "multi_video"})
_MANIFEST_BYTES: Final = 8_000_000

Answer = dict[str, Any]
"""What yt-dlp says of a link: its `info_dict`, whose keys its InfoExtractor documents."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """What was fetched, and what the site says of it."""

    path: Path
    title: str
    duration: Seconds | None


def fetch_media(link: Link, policy: LinkPolicy, *, folder: Path, tally: Tally, runtime: Path | None) -> SiteFile:
    """Fetches a link's sound into the folder; `runtime` is Deno, without which YouTube gives little.

    Raises: FetchError of the kind that fits.
    """
    import yt_dlp

    options = options_for(link, policy, folder=folder, runtime=runtime) | {"progress_hooks": [_Hook(tally)]}
    try:
        with yt_dlp.YoutubeDL(options) as site:
            answer = _look(site, link)
            _check(site, answer, link, policy)
            site.process_ie_result(answer, download=True)
    except (yt_dlp.utils.YoutubeDLError, OSError) as cause:
        raise reason(cause, link.host) from cause
    path = next((path for path in folder.glob("media.*") if path.suffix not in {".part", ".ytdl"}), None)
    if path is None:
        raise LinkNoAudio(link.host, detail="nothing was written")
    length = answer.get("duration")
    return SiteFile(path, str(answer.get("title") or link.host), float(length) if length else None)


def options_for(link: Link, policy: LinkPolicy, *, folder: Path, runtime: Path | None) -> dict[str, Any]:
    """Everything that yt-dlp may be told, so that nothing is left to its defaults that matters here."""
    return {
        "allowed_extractors": list(link.extractors) or ["default"],
        "cachedir": False,
        "color": "no_color",
        "continuedl": False,
        "external_downloader": {"default": "native"},
        "extractor_retries": 1,
        "fixup": "never",
        "format": "bestaudio/best[acodec!=?none]",
        "format_sort": ["hasaud", "lang", "abr~64", "+res", "+tbr"],
        "fragment_retries": 2,
        "hls_prefer_native": True,
        "js_runtimes": {} if runtime is None else {"deno": {"path": str(runtime)}},
        "lazy_playlist": True,
        "logger": _Quiet(),
        "noplaylist": True,
        "noprogress": True,
        "outtmpl": {"default": str(folder / "media.%(ext)s").replace("%", "%%").replace("%%(ext)s", "%(ext)s")},
        "overwrites": True,
        "playlist_items": "1:2",
        "proxy": "" if policy.proxy is None else policy.proxy.url,
        "quiet": True,
        "restrictfilenames": True,
        "retries": 2,
        "skip_unavailable_fragments": False,
        "socket_timeout": policy.limits.patience,
        "updatetime": False,
    }


class _Quiet:
    """A logger for yt-dlp: its words may hold addresses, so that they go no further than the debug log."""

    def debug(self, message: str) -> None:
        """Says nothing: each request is told here."""

    def warning(self, message: str) -> None:
        """Notes it."""
        _LOG.debug("yt-dlp: %s", message)

    def error(self, message: str) -> None:
        """Says nothing: an exception follows."""


@dataclass(frozen=True, slots=True)
class _Hook:
    """yt-dlp's progress hook."""

    tally: Tally

    def __call__(self, state: Mapping[str, Any]) -> None:
        total_bytes = state.get("total_bytes")
        estimate = total_bytes or state.get("total_bytes_estimate")
        total = None if estimate is None else int(estimate)
        self.tally.written(int(state.get("downloaded_bytes") or 0), total, is_sure=total_bytes is not None)


def _look(site: Any, link: Link) -> Answer:
    """What is behind a link, one recording. Raises: LinkPlaylist."""
    first: Answer = site.extract_info(link.url, download=False, process=False) or {}
    entries = first.get("entries")
    if first.get("_type") in _LISTS and not (isinstance(entries, list) and len(entries) == 1):
        raise LinkPlaylist(link.host)
    answer: Answer = site.process_ie_result(first, download=False) or {}
    if answer.get("_type") in _LISTS:
        entries = [entry for entry in answer.get("entries") or () if entry]
        if len(entries) != 1:
            raise LinkPlaylist(link.host)
        answer = entries[0]
    return answer


def _check(site: Any, answer: Answer, link: Link, policy: LinkPolicy) -> None:
    """Raises: LinkLive, LinkTooLong."""
    if answer.get("is_live") or answer.get("live_status") in _LIVE:
        raise LinkLive(link.host)
    chosen = (answer.get("requested_formats") or [answer])[0]
    if str(chosen.get("protocol", "")).startswith("m3u8") and answer.get("duration") is None:
        from yt_dlp.networking import Request

        with site.urlopen(Request(chosen["url"], headers=chosen.get("http_headers") or {})) as response:
            length = playlist_seconds(response.read(_MANIFEST_BYTES).decode("utf-8", "replace"))
        if length is None:
            raise LinkLive(link.host, detail="a playlist without an end")
        answer["duration"] = length
    if (answer.get("duration") or 0) > policy.limits.longest:
        raise LinkTooLong(clock(round(policy.limits.longest)))


def playlist_seconds(manifest: str) -> Seconds | None:
    """How long an HLS media playlist is; None for one that has no end yet.

    Source: RFC 8216 §4.3.2.1 and §4.3.3.4.
    """
    lines = manifest.splitlines()
    if "#EXT-X-ENDLIST" not in (line.strip() for line in lines):
        return None
    lengths = (line.removeprefix("#EXTINF:").split(",")[0] for line in lines if line.startswith("#EXTINF:"))
    return sum(float(length) for length in lengths)
