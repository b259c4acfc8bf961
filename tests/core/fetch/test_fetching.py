"""Links on a real local site: the right file, or the right error, each within its deadline."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dabir_core import errors
from dabir_core import link_errors as links
from dabir_core.audio import open_audio
from dabir_core.fetch import Received, Scope, fetch
from dabir_core.progress import CancelToken
from tests.core.fetch.site import Page, Site, Visit, body, folder_of, policy, redirect

FEED = b"""<rss><channel><title>T</title><item><title>1</title><enclosure url="/1.mp3"/></item>
<item><title>2</title><enclosure url="/2.mp3"/></item></channel></rss>"""
ONE = FEED.replace(b'<item><title>2</title><enclosure url="/2.mp3"/></item>', b"")

AT_ONCE = 10.0
"""Seconds within which a fetch ends that waits for nothing; a process starts in less than one on an idle machine."""


def seconds(path: Path) -> float:
    with open_audio(path) as decoding:
        return sum(block.size for block in decoding) / 16_000


def drip(content: bytes, *, pause: float, step: int = 64) -> Page:
    """Sends a little at a time, without saying how much there is."""

    def page(visit: Visit) -> None:
        visit.answer(200, b"", {"Content-Type": "audio/ogg", "Content-Length": ""})
        for place in range(0, len(content), step):
            visit.wfile.write(content[place : place + step])
            visit.wfile.flush()
            time.sleep(pause)

    return page


def endless(visit: Visit) -> None:
    visit.answer(200, b"", {"Content-Type": "audio/ogg", "Content-Length": ""})
    while True:
        visit.wfile.write(b"OggS" * 16_384)


def cut_off(content: bytes, *, after: int) -> Page:
    """Promises the whole, and hangs up."""

    def page(visit: Visit) -> None:
        visit.answer(200, content[:after], {"Content-Type": "audio/ogg", "Content-Length": str(len(content))})

    return page


@pytest.mark.parametrize("scope", [Scope.ANY, Scope.SITES])
def test_a_media_file_arrives_whole(scope: Scope, site: Site, demo: bytes, tmp_path: Path) -> None:
    site.pages["/گفت‌وگو.ogg"] = site.pages["/%DA%AF%D9%81%D8%AA%E2%80%8C%D9%88%DA%AF%D9%88.ogg"] = body(demo)
    told: list[Received] = []
    found = fetch(site.url("/گفت‌وگو.ogg"), policy(site, scope), into=tmp_path, progress=told.append)
    assert found is not None
    assert found.path == tmp_path / "گفت‌وگو.ogg"
    assert found.path.read_bytes() == demo
    assert (found.title, found.url) == ("گفت‌وگو", site.url("/گفت‌وگو.ogg"))
    assert found.duration == pytest.approx(27.2, abs=0.1)
    assert told[0].total_bytes == len(demo)
    assert list(tmp_path.iterdir()) == [found.path]


def test_a_file_without_a_length_arrives_whole(site: Site, demo: bytes, tmp_path: Path) -> None:
    site.pages["/a.ogg"] = drip(demo, pause=0.0, step=8192)
    found = fetch(site.url("/a.ogg"), policy(site), into=tmp_path)
    assert found is not None
    assert found.path.read_bytes() == demo


def test_redirects_are_followed(site: Site, demo: bytes, tmp_path: Path) -> None:
    site.pages |= {"/a.mp3": redirect("/b", 307), "/b": redirect(site.url("/c?x=1")), "/c": body(demo)}
    found = fetch(site.url("/a.mp3"), policy(site, Scope.SITES), into=tmp_path)
    assert found is not None
    assert found.path.read_bytes() == demo


def test_a_redirect_with_persian_letters_and_spaces_is_followed(site: Site, demo: bytes, tmp_path: Path) -> None:
    sent = "/صدای من.ogg".encode().decode("latin-1")  # raw UTF-8 on the wire, as PHP's header() sends it
    site.pages |= {"/a.mp3": redirect(sent), "/%D8%B5%D8%AF%D8%A7%DB%8C%20%D9%85%D9%86.ogg": body(demo)}
    found = fetch(site.url("/a.mp3"), policy(site, Scope.SITES), into=tmp_path)
    assert found is not None
    assert found.path.read_bytes() == demo
    assert found.title == "صدای من"


def test_a_file_that_is_cut_off_is_taken_up_where_it_ended(site: Site, demo: bytes, tmp_path: Path) -> None:
    def page(visit: Visit) -> None:
        asked = visit.headers.get("Range", "")
        if not asked:
            visit.answer(200, demo[:30_000], {"ETag": '"1"', "Content-Length": str(len(demo))})
        else:
            assert visit.headers["If-Range"] == '"1"'
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            shown = f"bytes {start}-{len(demo) - 1}/{len(demo)}"
            visit.answer(206, demo[start:], {"Content-Range": shown, "ETag": '"1"'})

    site.pages["/a.ogg"] = page
    found = fetch(site.url("/a.ogg"), policy(site), into=tmp_path)
    assert found is not None
    assert found.path.read_bytes() == demo
    assert len(site.visits) == 2


@pytest.mark.long
@pytest.mark.parametrize("name", ["clear.m3u8", "locked.m3u8", "dash.mpd"])
def test_a_stream_in_parts_arrives_whole(name: str, site: Site, streams: Path, tmp_path: Path) -> None:
    folder_of(site, streams)
    found = fetch(site.url(f"/{name}"), policy(site), into=tmp_path)
    assert found is not None
    assert found.duration == pytest.approx(6.0, abs=0.2)
    assert seconds(found.path) == pytest.approx(6.0, abs=0.2)


@pytest.mark.long
def test_a_page_with_one_recording_in_it_gives_that(site: Site, demo: bytes, tmp_path: Path) -> None:
    page = b'<html><title>T</title><video src="/v.mp4"></video></html>'
    site.pages |= {"/talk": body(page, "text/html"), "/v.mp4": body(demo, "video/mp4")}
    found = fetch(site.url("/talk"), policy(site), into=tmp_path)
    assert found is not None
    assert found.path.read_bytes() == demo


@pytest.mark.long
def test_a_feed_of_one_recording_gives_that(site: Site, demo: bytes, tmp_path: Path) -> None:
    feed = ONE.replace(b"/1.mp3", site.url("/1.mp3").encode())
    site.pages |= {"/feed": body(feed, "application/rss+xml"), "/1.mp3": body(demo)}
    found = fetch(site.url("/feed"), policy(site), into=tmp_path)
    assert found is not None
    assert found.path.read_bytes() == demo


def test_two_links_of_one_title_do_not_meet(site: Site, demo: bytes, tmp_path: Path) -> None:
    site.pages |= {"/1/a.ogg": body(demo), "/2/a.ogg": body(demo)}
    paths = [
        found.path for number in (1, 2) if (found := fetch(site.url(f"/{number}/a.ogg"), policy(site), into=tmp_path))
    ]
    assert paths == [tmp_path / "a.ogg", tmp_path / "a-2.ogg"]


TWO_VIDEOS = b'<html><title>T</title><video src="/1.mp4"></video><video src="/2.mp4"></video></html>'
LIVE = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n1.ts\n#EXTINF:2,\n2.ts\n"
HOLED = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nclear0.ts\n#EXTINF:2,\nlost.ts\n#EXT-X-ENDLIST\n"
HLS = "application/vnd.apple.mpegurl"

FILES: dict[str, tuple[str, Page, type[links.FetchError]]] = {
    "401": ("/a.mp3", body(b"", status=401), links.LinkPrivate),
    "403": ("/a.mp3", body(b"", status=403), links.LinkPrivate),
    "404": ("/a.mp3", body(b"", status=404), links.LinkGone),
    "429": ("/a.mp3", body(b"", status=429), links.LinkRateLimited),
    "451": ("/a.mp3", body(b"", status=451), links.LinkRegion),
    "500": ("/a.mp3", body(b"", status=500), links.LinkUnreachable),
    "text called mp3": ("/a.mp3", body(b"hello, world " * 999, "audio/mpeg"), links.LinkNoAudio),
    "nothing": ("/a.mp3", body(b"", "audio/mpeg"), links.LinkNoAudio),
    "redirects in a circle": ("/a.mp3", redirect("/a.mp3"), links.LinkUnsupported),
    "always cut off": ("/a.ogg", cut_off(b"OggS" * 999, after=100), links.LinkUnreachable),
}
PAGES: dict[str, tuple[str, Page, type[links.FetchError]]] = {
    "404 of a page": ("/a", body(b"", status=404), links.LinkGone),
    "429 of a page": ("/a", body(b"", status=429), links.LinkRateLimited),
    "403 of a page": ("/a", body(b"", status=403), links.LinkPrivate),
    "a feed": ("/feed", body(FEED, "application/rss+xml"), links.LinkPlaylist),
    "a redirect to a page of two": ("/a", redirect("/two"), links.LinkPlaylist),
    "a page of two": ("/a", body(TWO_VIDEOS, "text/html"), links.LinkPlaylist),
    "a page without media": (
        "/a",
        body(b"<html><title>x</title>hello</html>", "text/html"),
        links.LinkUnsupported,
    ),
    "a page called mp3": ("/a.mp3", body(b"<html><title>x</title></html>", "text/html"), links.LinkUnsupported),
    "a live stream": ("/a.m3u8", body(LIVE, HLS), links.LinkLive),
    "a stream with a hole": ("/a.m3u8", body(HOLED, HLS), links.LinkGone),
}


def refused(path: str, page: Page, kind: type[links.FetchError], site: Site, folder: Path) -> None:
    site.pages |= {path: page, "/two": body(TWO_VIDEOS, "text/html")}
    began = time.monotonic()
    with pytest.raises(links.FetchError) as caught:
        fetch(site.url(path), policy(site), into=folder)
    assert type(caught.value) is kind
    assert time.monotonic() - began < AT_ONCE
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("path", "page", "kind"), FILES.values(), ids=FILES)
def test_a_file_that_gives_no_sound_is_told_by_its_cause(
    path: str, page: Page, kind: type[links.FetchError], site: Site, tmp_path: Path
) -> None:
    refused(path, page, kind, site, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize(("path", "page", "kind"), PAGES.values(), ids=PAGES)
def test_a_page_that_gives_no_sound_is_told_by_its_cause(
    path: str, page: Page, kind: type[links.FetchError], site: Site, streams: Path, tmp_path: Path
) -> None:
    folder_of(site, streams)
    refused(path, page, kind, site, tmp_path)


LIMITS: dict[str, tuple[Callable[[bytes], Page], dict[str, Any], type[links.FetchError]]] = {
    "slower than the deadline": (lambda demo: drip(demo, pause=0.1), {"deadline": 1.0}, links.LinkTimeout),
    "silent": (lambda demo: drip(demo, pause=9.0), {"patience": 0.3}, links.LinkUnreachable),
    "endless": (lambda _: endless, {"most_bytes": 3_000_000}, links.LinkTooBig),
    "too big and says so": (body, {"most_bytes": 60_000}, links.LinkTooBig),
    "too big and does not": (lambda demo: drip(demo, pause=0.0), {"most_bytes": 60_000}, links.LinkTooBig),
    "too long": (body, {"longest": 27.0}, links.LinkTooLong),
}


@pytest.mark.parametrize(("page", "limits", "kind"), LIMITS.values(), ids=LIMITS)
def test_a_file_is_stopped_at_each_limit(
    page: Callable[[bytes], Page],
    limits: dict[str, Any],
    kind: type[links.FetchError],
    site: Site,
    demo: bytes,
    tmp_path: Path,
) -> None:
    site.pages["/a.ogg"] = page(demo)
    began = time.monotonic()
    with pytest.raises(kind):
        fetch(site.url("/a.ogg"), policy(site, **limits), into=tmp_path)
    assert time.monotonic() - began < AT_ONCE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_a_stream_in_parts_is_stopped_at_each_limit(site: Site, streams: Path, tmp_path: Path) -> None:
    folder_of(site, streams)
    site.pages["/endless.m3u8"] = body(
        b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nendless.ts\n#EXT-X-ENDLIST\n", HLS
    )
    site.pages["/endless.ts"] = endless
    stops: tuple[tuple[str, dict[str, Any], type[links.FetchError]], ...] = (
        ("clear", {"longest": 5.0}, links.LinkTooLong),
        ("clear", {"most_bytes": 20_000}, links.LinkTooBig),
        ("endless", {"most_bytes": 3_000_000}, links.LinkTooBig),
    )
    for name, limits, kind in stops:
        with pytest.raises(kind):
            fetch(site.url(f"/{name}.m3u8"), policy(site, **limits), into=tmp_path)


def test_cancel_ends_the_process_and_leaves_nothing(site: Site, demo: bytes, tmp_path: Path) -> None:
    site.pages["/a.ogg"] = drip(demo, pause=0.05)
    cancel = CancelToken()
    began = time.monotonic()
    found = fetch(site.url("/a.ogg"), policy(site), into=tmp_path, progress=lambda _: cancel.cancel(), cancel=cancel)
    assert found is None
    assert time.monotonic() - began < AT_ONCE
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_files_is_told(site: Site, tmp_path: Path) -> None:
    with pytest.raises(errors.OutputError):
        fetch(site.url("/a.mp3"), policy(site), into=tmp_path / "none")
