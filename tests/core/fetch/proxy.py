"""A forward proxy as operators run one: CONNECT and SOCKS5, remembering where it was sent."""

import select
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


class _Session(StreamRequestHandler):
    server: "_Server"
    rbufsize = 0

    def handle(self) -> None:
        first = self.rfile.read(1)
        target = self._socks() if first == b"\x05" else self._connect(first)
        self.server.proxy.targets.append(target)
        with socket.create_connection(target, 5) as beyond:
            self.wfile.write(b"\x05\x00\x00\x01" + bytes(6) if first == b"\x05" else b"HTTP/1.1 200 OK\r\n\r\n")
            _join(self.connection, beyond)

    def _connect(self, first: bytes) -> tuple[str, int]:
        line = (first + self.rfile.readline()).decode()
        while self.rfile.readline().strip():
            pass
        host, _, port = line.split()[1].rpartition(":")
        return host.strip("[]"), int(port)

    def _socks(self) -> tuple[str, int]:
        self.rfile.read(self.rfile.read(1)[0])
        self.wfile.write(b"\x05\x00")
        kind = self.rfile.read(4)[3]
        if kind == 3:
            host = self.rfile.read(self.rfile.read(1)[0]).decode()
        else:
            family, size = (socket.AF_INET, 4) if kind == 1 else (socket.AF_INET6, 16)
            host = socket.inet_ntop(family, self.rfile.read(size))
        return host, struct.unpack("!H", self.rfile.read(2))[0]


def _join(here: socket.socket, there: socket.socket) -> None:
    while True:
        for ready in select.select([here, there], [], [], 5)[0]:
            block = ready.recv(65536)
            if not block:
                return
            (there if ready is here else here).sendall(block)


class _Server(ThreadingTCPServer):
    daemon_threads = True
    proxy: "ForwardProxy"

    def handle_error(self, request: object, client_address: object) -> None:
        """A target that refuses, or a client that went away."""


@dataclass
class ForwardProxy:
    port: int = 0
    targets: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def forward_proxy() -> Iterator[ForwardProxy]:
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.proxy = proxy = ForwardProxy(server.server_address[1])
        thread = Thread(target=server.serve_forever, args=[0.02], daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()
