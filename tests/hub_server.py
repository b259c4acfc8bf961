"""A model hub on this machine: two real HTTP servers that speak Hugging Face's protocol, and fail when told to.

The first answers `/api/models/ID[/revision/REV]` and `/ID/resolve/COMMIT/FILE`; large files it keeps, as the real one
does, at another origin, to which it redirects with the headers that the real one sets. Source: Hub documentation, and
what huggingface_hub 2.4 reads of the answers.
"""

import hashlib
import json
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

LARGE_BYTES = 100_000
"""Files from this size on are kept elsewhere, as git LFS would."""


@dataclass
class Fault:
    """What goes wrong with requests to one of the servers whose path ends with `path`, `times` times."""

    path: str
    times: int = 1
    origin: str = "cdn"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    delay_seconds: float = 0.0
    body: bytes | None = None
    ignores_range: bool = False
    drip_seconds: float = 0.0
    """The time between two bytes of the body."""
    repeats: int = 1
    """How often the content comes, without a word on its length."""


@dataclass(frozen=True)
class Asked:
    """One request that came."""

    origin: str
    path: str
    range: str | None
    token: str | None
    agent: str


class LocalHub:
    """Repositories by id; each a list of revisions from the oldest to the newest, which is `main`."""

    def __init__(self) -> None:
        self.repositories: dict[str, list[dict[str, bytes]]] = {}
        self.commits: dict[tuple[str, int], str] = {}
        self.cards: dict[str, dict[str, Any]] = {}
        self.gated: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.asked: list[Asked] = []
        self.pace_bytes: int | None = None
        """How much is sent at a time, with a hundredth of a second in between."""
        self._lock = threading.Lock()
        self._servers = [_Server(("127.0.0.1", 0), _handler(self, origin)) for origin in ("hub", "cdn")]

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._servers[0].server_port}"

    @property
    def storage(self) -> str:
        return f"http://127.0.0.1:{self._servers[1].server_port}"

    def publish(self, hub_id: str, files: Mapping[str, bytes] | Path, *, commit: str | None = None) -> str:
        """A new main revision, with a commit of its own or that one; gives it."""
        if isinstance(files, Path):
            files = {path.name: path.read_bytes() for path in files.iterdir() if path.is_file()}
        self.repositories.setdefault(hub_id, []).append(dict(files))
        number = len(self.repositories[hub_id]) - 1
        self.commits[hub_id, number] = commit or hashlib.sha1(f"{hub_id} {number}".encode()).hexdigest()
        return self.commit(hub_id)

    def commit(self, hub_id: str, number: int = -1) -> str:
        return self.commits[hub_id, number % len(self.repositories[hub_id])]

    def bytes_sent_for(self, name: str) -> list[str | None]:
        """The ranges that were asked for of a file, at the place where it is kept."""
        return [each.range for each in self.asked if each.path.endswith(name) and each.origin == "cdn"]

    def take_fault(self, origin: str, path: str) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.times and fault.origin == origin and path.endswith(fault.path):
                    fault.times -= 1
                    return fault
        return None

    def revision(self, hub_id: str, revision: str) -> tuple[str, dict[str, bytes]] | None:
        for number, files in enumerate(self.repositories.get(hub_id, [])):
            if revision == self.commit(hub_id, number):
                return revision, files
        if revision == "main" and hub_id in self.repositories:
            return self.commit(hub_id), self.repositories[hub_id][-1]
        return None

    @contextmanager
    def running(self) -> Iterator["LocalHub"]:
        threads = [
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}) for server in self._servers
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            for server in self._servers:
                server.shutdown()
                server.server_close()
            for thread in threads:
                thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Clients that hang up are what these tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            raise


def _handler(hub: LocalHub, origin: str) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        pass

    Handler.hub, Handler.origin = hub, origin
    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    hub: LocalHub
    origin: str

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.netloc and self.hub.storage.endswith(parts.netloc):  # we are asked as a proxy
            self.origin = "cdn"
        elif parts.netloc:
            self.origin = "hub"
        header = self.headers.get
        self.hub.asked.append(
            Asked(self.origin, parts.path, header("Range"), header("Authorization"), header("User-Agent") or "")
        )
        fault = self.hub.take_fault(self.origin, parts.path)
        if fault is not None and fault.delay_seconds:
            time.sleep(fault.delay_seconds)
        if fault is not None and fault.status != 200:
            self._answer(fault.status, {"Content-Type": "application/json", **fault.headers}, fault.body or b"{}")
        elif self.origin == "cdn":
            self._content(self._blob(parts.path.rsplit("/", 1)[0].strip("/")), {}, fault)
        elif parts.path.startswith("/api/models/"):
            self._describe(parts.path.removeprefix("/api/models/"), parse_qs(parts.query), fault)
        elif "/resolve/" in parts.path:
            self._resolve(*parts.path.strip("/").partition("/resolve/")[::2], fault)
        else:
            self._error(404, "")

    def _describe(self, path: str, query: dict[str, list[str]], fault: Fault | None) -> None:
        hub_id, _, revision = path.partition("/revision/")
        found = self.hub.revision(hub_id, revision or "main")
        if hub_id not in self.hub.repositories:
            return self._error(401, "RepoNotFound")
        if found is None:
            return self._error(404, "RevisionNotFound")
        commit, files = found
        described = {
            "_id": "1",
            "id": hub_id,
            "modelId": hub_id,
            "sha": commit,
            "private": False,
            "gated": "manual" if hub_id in self.hub.gated else False,
            "tags": [],
            "cardData": self.hub.cards.get(hub_id, {"license": "apache-2.0"}),
            "siblings": [_sibling(name, content, blobs="blobs" in query) for name, content in files.items()],
        }
        content = json.dumps(described).encode() if fault is None or fault.body is None else fault.body
        if fault is not None and fault.drip_seconds:
            return self._drip(content, fault.drip_seconds)
        return self._answer(200, {"Content-Type": "application/json"}, content)

    def _resolve(self, hub_id: str, rest: str, fault: Fault | None) -> None:
        revision, _, name = rest.partition("/")
        found = self.hub.revision(hub_id, revision)
        if found is None or name not in found[1]:
            return self._error(404, "EntryNotFound")
        if hub_id in self.hub.gated and self.headers.get("Authorization") != f"Bearer {self.hub.gated[hub_id]}":
            return self._error(401, "GatedRepo")
        commit, content = found[0], found[1][name]
        if len(content) < LARGE_BYTES:
            return self._content(content, {"X-Repo-Commit": commit, "ETag": f'"{_blob_name(content)}"'}, fault)
        digest = hashlib.sha256(content).hexdigest()
        headers = {
            "X-Repo-Commit": commit,
            "X-Linked-Size": str(len(content)),
            "X-Linked-ETag": f'"{digest}"',
            "Location": f"{self.hub.storage}/{digest}/{name}",
        }
        return self._answer(302, headers, b"")

    def _blob(self, digest: str) -> bytes:
        revisions = [files for each in self.hub.repositories.values() for files in each]
        return next(
            content
            for files in revisions
            for content in files.values()
            if hashlib.sha256(content).hexdigest() == digest
        )

    def _content(self, content: bytes, headers: dict[str, str], fault: Fault | None) -> None:
        whole = content if fault is None or fault.body is None else fault.body
        asked = self.headers.get("Range") if fault is None or not fault.ignores_range else None
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        if start and start >= len(whole):
            return self._answer(416, {"Content-Range": f"bytes */{len(whole)}"}, b"")
        if asked:
            headers |= {"Content-Range": f"bytes {start}-{len(whole) - 1}/{len(whole)}"}
        if fault is not None and fault.repeats > 1:
            return self._without_length(whole * fault.repeats)
        limit = None if fault is None else fault.cut_after
        return self._answer(206 if asked else 200, headers, whole[start:], limit=limit)

    def _error(self, status: int, code: str) -> None:
        self._answer(status, {"X-Error-Code": code, "Content-Type": "application/json"}, b'{"error": "no"}')

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes, *, limit: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        pace = self.hub.pace_bytes if self.origin == "cdn" else None
        try:
            self._send(body if limit is None else body[:limit], pace)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        if limit is not None and limit < len(body):
            self.close_connection = True

    def _drip(self, body: bytes, seconds: float) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for byte in body:
            self.wfile.write(bytes([byte]))
            time.sleep(seconds)

    def _without_length(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _send(self, body: bytes, pace: int | None) -> None:
        for start in range(0, len(body), pace or len(body) or 1):
            self.wfile.write(body[start : start + (pace or len(body))])
            if pace:
                time.sleep(0.01)


def _sibling(name: str, content: bytes, *, blobs: bool) -> dict[str, Any]:
    if not blobs:
        return {"rfilename": name}
    described: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": _blob_name(content)}
    if len(content) >= LARGE_BYTES:
        described["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
    return described


def _blob_name(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
