"""A fetching process to which names mean what a test says."""

import socket
from collections.abc import Mapping
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from dabir_core.fetch.child import Life, serve
from dabir_core.fetch.messages import FetchMessage, FetchOrder

Names = Mapping[str, tuple[tuple[str, ...], ...]]
"""For each name the answers to one look-up after the other, the last one for ever; an answer is some addresses."""


def life_with(names: Names) -> Life:
    """What the process does, to be given to `Fetcher`."""
    return partial(_serve, names=dict(names))


def _serve(pipe: "Connection[FetchMessage, None]", order: FetchOrder, *, names: Names) -> None:
    asked: dict[str, int] = {}
    look_up = socket.getaddrinfo

    def answer(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if name not in names:
            return look_up(host, port, *rest, **options)
        turn = asked[name] = asked.get(name, -1) + 1
        addresses = names[name][min(turn, len(names[name]) - 1)]
        return [entry for address in addresses for entry in look_up(address, port, *rest, **options)]

    socket.getaddrinfo = answer
    serve(pipe, order)
