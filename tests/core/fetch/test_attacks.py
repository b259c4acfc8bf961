"""Attacks by link on what only this machine and its network may reach (SSRF), by both policies with the guard.

Of all of them not one connection may come to the internal site. A control at the end opens the gate, and the same
attacks arrive: so they are real, and it is the guard that holds them off.
Sources: facts of yt-dlp's own behaviour (redirects, embeds, HLS, Mediasite); OWASP, "Server-Side Request Forgery
Prevention Cheat Sheet"; the WHATWG URL Standard for hosts that are numbers.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_core.fetch import LinkPolicy, Scope, fetch
from dabir_core.fetch.fetching import Fetcher
from dabir_core.link_errors import FetchError, LinkBlocked
from dabir_core.progress import CancelToken
from tests.core.fetch.names import Names, life_with
from tests.core.fetch.site import INTERNAL, PUBLIC, Page, Site, body, policy, redirect, two_sites

SCOPES = (Scope.ANY, Scope.SITES)
HLS = "application/vnd.apple.mpegurl"
HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n"

WRITTEN = """
http://127.0.0.1:{port}/a.mp3
http://127.0.0.1:{port}/
http://127.0.0.1:{port}/Mediasite/Play/0123456789abcdef0123456789abcdef
http://localhost:{port}/a.mp3
http://LOCALHOST.:{port}/a.mp3
http://a.localhost:{port}/a.mp3
http://2130706433:{port}/a.mp3
http://0x7f000001:{port}/a.mp3
http://0x7F.1:{port}/a.mp3
http://017700000001:{port}/a.mp3
http://0177.0.0.1:{port}/a.mp3
http://127.1:{port}/a.mp3
http://127.0.1:{port}/a.mp3
http://127.0.0.1.:{port}/a.mp3
http://0:{port}/a.mp3
http://0.0.0.0:{port}/a.mp3
http://[::1]:{port}/a.mp3
http://[::]:{port}/a.mp3
http://[::ffff:127.0.0.1]:{port}/a.mp3
http://[::ffff:7f00:1]:{port}/a.mp3
http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/a.mp3
http://[::127.0.0.1]:{port}/a.mp3
http://[64:ff9b::7f00:1]:{port}/a.mp3
http://[2002:7f00:1::]:{port}/a.mp3
http://[fe80::1%25lo]:{port}/a.mp3
http://①②⑦.⓪.⓪.①:{port}/a.mp3
http://127。0。0。1:{port}/a.mp3
http://１２７．０．０．１:{port}/a.mp3
http://%31%32%37.0.0.1:{port}/a.mp3
http://public.example@127.0.0.1:{port}/a.mp3
http://127.0.0.2:{port}@127.0.0.1:{port}/a.mp3
http://127.0.0.2:{port}\\@127.0.0.1:{port}/a.mp3
http://127.0.0.1:{port}\\.127.0.0.2/a.mp3
http://127.0.0.2:{port}\t@127.0.0.1:{port}/a.mp3
http://127.0.0.2:{port}/a.mp3 HTTP/1.1↵Host: 127.0.0.1
http://127.0.0.2:{port}/a#__youtubedl_smuggle=%7B%22to_generic%22%3A1%7D
http://127.0.0.2:{port}/a%23%5f_youtubedl_smuggle=%257B%257D
http://127.0.0.2:22/a.mp3
http://169.254.169.254/latest/meta-data/a.mp3
http://metadata.google.internal/computeMetadata/v1/a.mp3
http://router/a.mp3
http:127.0.0.1:{port}/a.mp3
//127.0.0.1:{port}/a.mp3
file:///etc/passwd
file://127.0.0.1/etc/passwd.mp3
ftp://127.0.0.1:{port}/a.mp3
gopher://127.0.0.1:{port}/_GET%20/a.mp3
rtmp://127.0.0.1:{port}/live/a.mp3
data:audio/mpeg,abc
ytsearch:persian
peertube:127.0.0.1:{port}:9c9de5e8-0a1e-484a-b099-e80766180a6d
"""
LINKS = [line.replace("\u21b5", "\r\n") for line in WRITTEN.split("\n") if line]


def page(text: str) -> Page:
    return body(f"<html><head><title>T</title>{text}</head><body></body></html>".encode(), "text/html")


def playlist(text: str) -> Page:
    return body((HEAD + text + "#EXT-X-ENDLIST\n").encode(), HLS)


def xml(text: str) -> Page:
    return body(text.encode(), "application/xml")


SERVED: dict[str, Callable[[str], Page]] = {
    "redirect": redirect,
    "redirect 307": lambda there: redirect(there, 307),
    "redirect 303 to a page": lambda there: redirect(there.replace("/in.mp3", "/in"), 303),
    "redirect to a number": lambda there: redirect(there.replace(INTERNAL, "2130706433")),
    "redirect to a mapped address": lambda there: redirect(there.replace(INTERNAL, "[::ffff:127.0.0.1]")),
    "redirect to zero": lambda there: redirect(there.replace(INTERNAL, "0.0.0.0")),
    "redirect without a scheme": lambda there: redirect(there.removeprefix("http:")),
    "redirect with a user": lambda there: redirect(there.replace("http://", "http://a:b@")),
    "redirect to Mediasite": lambda there: redirect(there.replace("/in.mp3", f"/Mediasite/Play/{'0a' * 16}")),
    "refresh": lambda there: page(f'<meta http-equiv="refresh" content="0; url={there}">'),
    "video": lambda there: page(f'<video src="{there}"></video>'),
    "audio source": lambda there: page(f'<audio><source src="{there}" type="audio/mpeg"></audio>'),
    "og:video": lambda there: page(f'<meta property="og:video" content="{there}">'),
    "twitter:player": lambda there: page(f'<meta name="twitter:player:stream" content="{there}">'),
    "iframe of Mediasite": lambda there: page(
        f'<iframe src="{there.replace("/in.mp3", "/Mediasite/Play/" + "0a" * 16)}"></iframe>'
    ),
    "JSON-LD": lambda there: page(
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"VideoObject","name":"x",'
        f'"contentUrl":"{there}"}}</script>'
    ),
    "jwplayer": lambda there: page(f'<script>jwplayer("x").setup({{"file":"{there}"}});</script>'),
    "HLS part": lambda there: playlist(f"#EXTINF:2,\n{there}\n"),
    "HLS key": lambda there: playlist(f'#EXT-X-KEY:METHOD=AES-128,URI="{there}"\n#EXTINF:2,\n/part.ts\n'),
    "HLS map": lambda there: playlist(f'#EXT-X-MAP:URI="{there}"\n#EXTINF:2,\n/part.ts\n'),
    "HLS variant": lambda there: body(
        f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000\n{there.replace('.mp3', '.m3u8')}\n".encode(), HLS
    ),
    "HLS rendition": lambda there: body(
        f'#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="{there.replace(".mp3", ".m3u8")}"\n'
        f'#EXT-X-STREAM-INF:BANDWIDTH=64000,AUDIO="a"\n/video.m3u8\n'.encode(),
        HLS,
    ),
    "DASH": lambda there: xml(
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S"><Period>'
        f'<AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="64000"><BaseURL>{there}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>"
    ),
    "SMIL": lambda there: xml(f'<smil><body><video src="{there}"/></body></smil>'),
    "feed": lambda there: xml(f'<rss><channel><title>T</title><item><enclosure url="{there}"/></item></channel></rss>'),
    "XSPF": lambda there: xml(
        f'<playlist xmlns="http://xspf.org/ns/0/"><trackList><track><location>{there}</location></track></trackList>'
        "</playlist>"
    ),
    "F4M": lambda there: xml(
        f'<manifest xmlns="http://ns.adobe.com/f4m/1.0"><media url="{there}" bitrate="64"/></manifest>'
    ),
    "ISM": lambda there: redirect(there.replace("/in.mp3", "/in.ism/Manifest")),
    "file in a playlist": lambda _: playlist("#EXTINF:2,\nfile:///etc/passwd\n"),
    "redirect to a file": lambda _: redirect("file:///etc/passwd"),
}


@pytest.fixture(scope="module")
def lasting_sites() -> Iterator[tuple[Site, Site]]:
    """The same two for all of what is refused before anything is asked of them."""
    with two_sites() as pair:
        yield pair


def lure(public: Site, served: Callable[[str], Page], internal: Site) -> None:
    """Puts the attack under a name of a page and of a media file."""
    public.pages["/lure"] = public.pages["/lure.mp3"] = served(internal.url("/in.mp3"))
    public.pages["/part.ts"] = body(b"G" * 188, "video/mp2t")


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("link", LINKS)
def test_no_address_of_ones_own_can_be_written(
    link: str, scope: Scope, lasting_sites: tuple[Site, Site], tmp_path: Path
) -> None:
    public, internal = lasting_sites
    with pytest.raises(FetchError):
        fetch(link.format(port=internal.port), policy(public, scope, patience=0.5), into=tmp_path)
    assert (internal.connections, public.connections) == (0, 0)


@pytest.mark.long
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("served", SERVED.values(), ids=SERVED)
def test_nothing_that_a_site_serves_leads_inside(
    served: Callable[[str], Page], scope: Scope, sites: tuple[Site, Site], tmp_path: Path
) -> None:
    public, internal = sites
    lure(public, served, internal)
    for path in ("/lure", "/lure.mp3"):
        with pytest.raises(FetchError):
            fetch(public.url(path), policy(public, scope, patience=1.0), into=tmp_path)
    assert internal.connections == 0
    assert list(tmp_path.iterdir()) == []


NAMES: dict[str, tuple[str, Names]] = {
    "a name that leads inside": ("http://evil.example:{port}/a.mp3", {"evil.example": ((INTERNAL,),)}),
    "a page by such a name": ("http://evil.example:{port}/a", {"evil.example": ((INTERNAL,),)}),
    "a name that leads to both": ("http://evil.example:{port}/a.mp3", {"evil.example": ((PUBLIC, INTERNAL),)}),
    "a name that leads inside at the second look": (
        "http://evil.example:{port}/lure",
        {"evil.example": ((PUBLIC,), (INTERNAL,))},
    ),
    "an address within IPv6": ("http://evil.example:{port}/a.mp3", {"evil.example": (("::ffff:127.0.0.1",),)}),
    "loopback of IPv6": ("http://evil.example:{port}/a.mp3", {"evil.example": (("::1",),)}),
    "a listed site that leads inside": (
        "http://www.youtube.com:{port}/watch?v=aaaaaaaaaaa",
        {"www.youtube.com": ((INTERNAL,),)},
    ),
    "another listed one": ("http://www.aparat.com:{port}/v/abcde", {"www.aparat.com": ((INTERNAL,),)}),
}


@pytest.mark.long
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(("link", "names"), NAMES.values(), ids=NAMES)
def test_no_name_leads_inside(
    link: str, names: Names, scope: Scope, sites: tuple[Site, Site], demo: bytes, tmp_path: Path
) -> None:
    public, internal = sites
    public.pages |= {"/lure": page('<video src="/v.mp4"></video>'), "/v.mp4": body(demo, "video/mp4")}
    fetcher = Fetcher(policy(public, scope, patience=1.0), tmp_path, life=life_with(names))
    with pytest.raises(FetchError):
        fetcher.fetch(link.format(port=public.port), progress=lambda _: None, cancel=CancelToken())
    assert internal.connections == 0


@pytest.mark.long
def test_a_redirect_that_is_refused_is_told_as_such(sites: tuple[Site, Site], tmp_path: Path) -> None:
    public, internal = sites
    for path in ("/a.mp3", "/a"):
        public.pages[path] = redirect(internal.url("/in.mp3"))
        with pytest.raises(LinkBlocked):
            fetch(public.url(path), policy(public), into=tmp_path)


NOT_FOLLOWED = ("redirect to zero", "feed", "XSPF", "file in a playlist", "redirect to a file")
"""What yt-dlp or the policy refuses by itself, even with the gate open."""


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in SERVED if name not in NOT_FOLLOWED])
def test_the_same_attacks_arrive_where_private_addresses_are_allowed(
    name: str, sites: tuple[Site, Site], tmp_path: Path
) -> None:
    public, internal = sites
    lure(public, SERVED[name], internal)
    open_gate: LinkPolicy = replace(policy(public, patience=1.0), allow_private=True)
    with pytest.raises(FetchError):
        fetch(public.url("/lure"), open_gate, into=tmp_path)
    assert internal.connections > 0
