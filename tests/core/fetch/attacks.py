"""Attacks by link, as people may write them and as sites may serve them, for all who must withstand them.

Sources: facts of yt-dlp's own behaviour (redirects, embeds, HLS, Mediasite); OWASP, "Server-Side Request Forgery
Prevention Cheat Sheet"; the WHATWG URL Standard for hosts that are numbers.
"""

from collections.abc import Callable

from tests.core.fetch.names import Names
from tests.core.fetch.site import INTERNAL, PUBLIC, Page, Site, body, redirect

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


def lure(public: Site, served: Callable[[str], Page], internal: Site) -> None:
    """Puts the attack under a name of a page and of a media file."""
    public.pages["/lure"] = public.pages["/lure.mp3"] = served(internal.url("/in.mp3"))
    public.pages["/part.ts"] = body(b"G" * 188, "video/mp2t")


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
