"""A real HTTP site on a loopback address that stands for the internet, and one that stands for what is internal.

127.0.0.2 is exempt by the policies of these tests, as an operator would exempt a media server; 127.0.0.1 is what every
policy refuses. Both listen at the same port number, so that no rule on ports helps to keep them apart.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any

from dabir_core.fetch import Endpoint, LinkLimits, LinkPolicy, Scope

PUBLIC, INTERNAL = "127.0.0.2", "127.0.0.1"


class Visit(BaseHTTPRequestHandler):
    """One request; a page writes its answer with it."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        self.server.site.visits.append(self.path)
        self.close_connection = True
        page = self.server.site.pages.get(self.path.partition("?")[0])
        if page is None:
            self.answer(404, b"gone", {"Content-Type": "text/plain"})
        else:
            page(self)

    do_POST = do_HEAD = do_GET  # noqa: N815 — the names that http.server asks for

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Connection": "close", **headers}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written to the test's output."""


Page = Callable[[Visit], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: "Site"

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        self.site.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """The client went away, as it should in many of these tests."""


@dataclass
class Site:
    """Pages by path, and who came."""

    host: str
    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str) -> str:
        return f"http://{self.host}:{self.port}{path}"

    @contextmanager
    def open(self, port: int) -> Iterator["Site"]:
        with _Server((self.host, port), Visit) as server:
            server.site = self
            self.port = server.server_port
            thread = Thread(target=server.serve_forever, args=[0.02], daemon=True)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()


@contextmanager
def two_sites() -> Iterator[tuple[Site, Site]]:
    """The public site and the internal one, at one port number."""
    with ExitStack() as stack:
        public = stack.enter_context(Site(PUBLIC).open(0))
        yield public, stack.enter_context(Site(INTERNAL).open(public.port))


def policy(site: Site, scope: Scope = Scope.ANY, **limits: Any) -> LinkPolicy:
    """A policy to which the site is public."""
    allowed = {"deadline": 20.0, "patience": 2.0} | limits
    return LinkPolicy(
        scope, exempt=frozenset({Endpoint(ip_address(site.host), site.port)}), limits=LinkLimits(**allowed)
    )


def body(content: bytes, kind: str = "audio/ogg", *, status: int = 200, **headers: str) -> Page:
    """A page that is always the same; `headers` are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda visit: visit.answer(status, content, {"Content-Type": kind, **named})


def redirect(target: str, status: int = 302) -> Page:
    return lambda visit: visit.answer(status, b"", {"Location": target})


def folder_of(site: Site, folder: Path, *, under: str = "") -> None:
    """Serves all files of a folder."""
    kinds = {".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t", ".mpd": "application/dash+xml"}
    for path in folder.iterdir():
        site.pages[f"{under}/{path.name}"] = body(path.read_bytes(), kinds.get(path.suffix, "application/octet-stream"))
