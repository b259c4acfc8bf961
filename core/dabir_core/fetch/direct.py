"""Plain media files over HTTP, without yt-dlp: each redirect vetted, each byte counted, cut connections taken up again.

The standard library's client suffices for that and lets us open the connections ourselves (`dial`).
Source: RFC 9110 §14 for ranges, §15.4 for redirects.
"""

import http.client
import re
import ssl
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from dabir_core.fetch.dial import dial
from dabir_core.fetch.media_errors import STATUSES
from dabir_core.fetch.policy import LinkPolicy
from dabir_core.fetch.tally import Tally
from dabir_core.fetch.url import Link, media_suffix, vet_direct
from dabir_core.link_errors import (
    FetchError,
    LinkNoAudio,
    LinkUnreachable,
    LinkUnsupported,
)

_MOST_REDIRECTS: Final = 5
_ATTEMPTS: Final = 3
_BLOCK_BYTES: Final = 1 << 16
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "dabir", "Connection": "close"}
_SUFFIXES: Final = {
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/webm": ".webm",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}
_PAGES: Final = re.compile(r"text/(?!plain)|application/(json|xml|xhtml|.*mpegurl|dash)|audio/.*mpegurl")
"""Types that are no sound; servers call what they do not know text/plain, as Python does where nothing is said."""
_RANGE: Final = re.compile(r"bytes (\d{1,15})-")
_PAGE_STARTS: Final = (b"<", b"{", b"#EXTM3U")


class NotMediaFile(FetchError):
    """The link looks like a file of sound, and a page or a playlist is there."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Where to take a file up again, if it is still this version."""

    done_bytes: int
    version: str


@dataclass(frozen=True, slots=True)
class DirectFile:
    """What was fetched; `title` is what the server or the link calls it."""

    path: Path
    title: str


def fetch_direct(link: Link, policy: LinkPolicy, *, folder: Path, tally: Tally) -> DirectFile:
    """Fetches the file into the folder.

    Raises: NotMediaFile; FetchError of the kind that fits.
    """
    target = folder / "media"
    with target.open("xb") as file:
        headers, last = _fill(file, link, policy, tally=tally)
    return DirectFile(target.rename(target.with_suffix(_suffix(headers, last))), _title(headers, last))


def _fill(file: BinaryIO, link: Link, policy: LinkPolicy, *, tally: Tally) -> tuple[Message, Link]:
    """Writes the whole file; gives the last answer's headers and the link that it came from."""
    version = ""
    for _ in range(_ATTEMPTS):
        if not version:
            file.seek(0)
        with _answer(link, policy, start=_Start(file.tell(), version)) as (response, last):
            file.seek(_begin_bytes(response, most=file.tell()))
            file.truncate()
            version = _version(response.headers)
            if _copy(response, file, tally):
                return response.headers, last
    raise LinkUnreachable(link.host, detail="cut off")


def _begin_bytes(response: http.client.HTTPResponse, *, most: int) -> int:
    """Where the answer's bytes belong: at the start if the file changed, or the server knows no ranges."""
    if response.status == 200:
        return 0
    found = _RANGE.match(response.headers.get("Content-Range", ""))
    if found is None or int(found[1]) > most:
        raise LinkUnreachable(detail="another range than was asked for")
    return int(found[1])


def _version(headers: Message) -> str:
    """What tells that a file is still the same; empty where nothing does. Source: RFC 9110 §13.1.5, If-Range."""
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


@contextmanager
def _answer(link: Link, policy: LinkPolicy, *, start: _Start) -> Iterator[tuple[http.client.HTTPResponse, Link]]:
    """The response that holds the file, and the link that it came from after all redirects."""
    for _ in range(_MOST_REDIRECTS + 1):
        connection = _connection(link, policy)
        try:
            response = _ask(connection, link, start)
            if response.status not in _REDIRECTS:
                _check(response, link)
                yield response, link
                return
            link = _next(response, link, policy)
        finally:
            connection.close()
    raise LinkUnsupported(link.host, detail="redirects without an end")


def _connection(link: Link, policy: LinkPolicy) -> http.client.HTTPConnection:
    opened = dial(link.host, link.port, policy)
    connection = http.client.HTTPConnection(link.host, link.port, timeout=policy.limits.patience)
    try:
        if link.url.startswith("https:"):
            opened = ssl.create_default_context().wrap_socket(opened, server_hostname=link.host)
    except OSError as cause:
        opened.close()
        raise LinkUnreachable(link.host, detail=str(cause)) from cause
    connection.sock = opened
    return connection


def _ask(connection: http.client.HTTPConnection, link: Link, start: _Start) -> http.client.HTTPResponse:
    parts = urlsplit(link.url)
    path = _escaped(parts.path or "/") + (f"?{_escaped(parts.query)}" if parts.query else "")
    headers = dict(_HEADERS)
    if start.done_bytes:
        headers |= {"Range": f"bytes={start.done_bytes}-", "If-Range": start.version}
    try:
        connection.request("GET", path, headers=headers | {"Host": parts.netloc})
        return connection.getresponse()
    except (OSError, http.client.HTTPException) as cause:
        raise LinkUnreachable(link.host, detail=type(cause).__name__) from cause


def _escaped(text: str) -> str:
    """Persian letters and the like, which a request must not hold; what is escaped already stays."""
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode()) for letter in text
    )


def _next(response: http.client.HTTPResponse, link: Link, policy: LinkPolicy) -> Link:
    """Where a redirect leads, vetted as any link but for its suffix: what is served decides."""
    written = quote(response.headers.get("Location", ""), safe=string.punctuation, encoding="latin-1")  # as it was sent
    return vet_direct(urljoin(link.url, written), policy)


def _check(response: http.client.HTTPResponse, link: Link) -> None:
    if response.status not in {200, 206}:
        raise STATUSES.get(response.status, LinkUnreachable)(link.host, detail=f"HTTP {response.status}")
    if _PAGES.match(response.headers.get_content_type()):
        raise NotMediaFile(link.host, detail=response.headers.get_content_type())


def _copy(response: http.client.HTTPResponse, file: BinaryIO, tally: Tally) -> bool:
    """Writes what comes; whether it came to its end."""
    before_bytes = file.tell()
    length = response.length
    total_bytes = None if length is None else before_bytes + length
    tally.written(before_bytes, total_bytes)
    while block := _read(response):
        if file.tell() == 0 and block.lstrip().startswith(_PAGE_STARTS):
            raise NotMediaFile(detail="a page by its first letter")
        file.write(block)
        tally.written(file.tell(), total_bytes)
    if block is None:
        return False
    if file.tell() == 0:
        raise LinkNoAudio(detail="an empty file")
    return total_bytes is None or file.tell() == total_bytes


def _read(response: http.client.HTTPResponse) -> bytes | None:
    """The next bytes, none at the end; None where the connection broke."""
    try:
        return response.read1(_BLOCK_BYTES)
    except (OSError, http.client.HTTPException):
        return None


def _title(headers: Message, link: Link) -> str:
    name = headers.get_filename() or unquote(PurePosixPath(urlsplit(link.url).path).name)
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and media_suffix(f"x.{suffix}") else name


def _suffix(headers: Message, link: Link) -> str:
    return media_suffix(urlsplit(link.url).path) or _SUFFIXES.get(headers.get_content_type(), ".media")
