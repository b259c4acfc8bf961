"""The guard, armed for good in a process of its own, against each way out that Python has."""

import json
import socket
import subprocess
import sys
import textwrap
from ipaddress import ip_address
from pathlib import Path

import pytest

from dabir_core.fetch.addresses import Endpoint, Reach
from dabir_core.fetch.child import find_runtime
from dabir_core.fetch.guard import AddressRefused, Guard
from tests.core.fetch.processes import RUN
from tests.core.fetch.site import Site, body

TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM

WAYS_OUT = """
import asyncio, json, os, socket, subprocess, sys, urllib.request
from ipaddress import ip_address
from pathlib import Path
from dabir_core.fetch.addresses import Endpoint, Reach
from dabir_core.fetch.guard import Guard

port, deno = int(sys.argv[1]), sys.argv[2]
Guard(Reach(exempt=frozenset({Endpoint(ip_address("127.0.0.2"), port)})), runtime=Path(deno)).arm()

def tcp(family=socket.AF_INET, kind=socket.SOCK_STREAM):
    return socket.socket(family, kind)

async def stream(host):
    await asyncio.open_connection(host, port)

def request(host):
    import requests
    session = requests.Session()
    session.trust_env = False
    session.get(f"http://{host}:{port}/")

def opener(host):
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://{host}:{port}/")

SCRIPT = f"try {{ await fetch('http://127.0.0.1:{port}/') }} catch (e) {{ console.log(e.name) }}"
FLAGS = "--ext=js --no-code-cache --no-prompt --no-remote --no-lock --node-modules-dir=none --no-config".split()

def run_deno(*flags):
    done = subprocess.run([deno, "run", *flags, "-"], input=SCRIPT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "NotCapable", done

ways = {
    "public": lambda: tcp().connect(("127.0.0.2", port)),
    "public by requests": lambda: request("127.0.0.2"),
    "public by urllib": lambda: opener("127.0.0.2"),
    "deno without rights": lambda: run_deno(*FLAGS),
    "connect": lambda: tcp().connect(("127.0.0.1", port)),
    "connect_ex": lambda: tcp().connect_ex(("127.0.0.1", port)),
    "connect to a name": lambda: tcp().connect(("localhost", port)),
    "connect to nothing": lambda: tcp().connect(("", port)),
    "connect to a number": lambda: tcp().connect(("2130706433", port)),
    "connect to bytes": lambda: tcp().connect((b"127.0.0.1", port)),
    "create_connection": lambda: socket.create_connection(("localhost", port)),
    "another port": lambda: tcp().connect(("127.0.0.2", port + 1)),
    "datagram": lambda: tcp(kind=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
    "message": lambda: tcp(kind=socket.SOCK_DGRAM).sendmsg([b"x"], [], 0, ("127.0.0.1", port)),
    "datagram to public": lambda: tcp(kind=socket.SOCK_DGRAM).connect(("127.0.0.2", port)),
    "unix socket": lambda: tcp(socket.AF_UNIX).connect("/run/dbus/system_bus_socket"),
    "asyncio": lambda: asyncio.run(stream("127.0.0.1")),
    "requests": lambda: request("127.0.0.1"),
    "urllib": lambda: opener("localhost"),
    "program": lambda: subprocess.run(["curl", f"http://127.0.0.1:{port}/"]),
    "shell": lambda: os.system(f"exec 3<>/dev/tcp/127.0.0.1/{port}"),
    "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "deno with rights": lambda: run_deno("--allow-net"),
    "deno with all rights": lambda: run_deno("-A"),
    "curl_cffi": lambda: __import__("curl_cffi"),
    "websockets": lambda: __import__("websockets"),
}
outcome = {}
for name, way in ways.items():
    try:
        way()
        outcome[name] = ""
    except BaseException as error:
        outcome[name] = type(error).__name__
print(json.dumps(outcome))
"""


def test_an_armed_process_has_no_way_inside(sites: tuple[Site, Site], tmp_path: Path) -> None:
    public, internal = sites
    public.pages["/"] = body(b"x")
    runtime = find_runtime()
    assert runtime is not None
    command = [sys.executable, "-c", textwrap.dedent(WAYS_OUT), str(public.port), str(runtime)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, cwd=tmp_path)
    outcome = json.loads(done.stdout.splitlines()[-1])
    may = {"public", "public by requests", "public by urllib", "deno without rights"}
    assert {name for name, error in outcome.items() if not error} == may
    assert set(outcome.values()) <= {"", "AddressRefused", "ConnectionError", "URLError", "ModuleNotFoundError"}
    assert internal.connections == 0
    assert public.visits == ["/", "/"]


DENO = Path("/opt/my programs/deno")


def start(arguments: object, executable: str | None = str(DENO)) -> None:
    """What Python tells of a program that is about to start."""
    Guard(Reach(), runtime=DENO)._hear("subprocess.Popen", (executable, arguments, None, None))


@pytest.mark.parametrize("orders", [("--version",), RUN])
def test_deno_starts_as_yt_dlp_starts_it(orders: tuple[str, ...]) -> None:
    start([str(DENO), *orders])
    start(subprocess.list2cmdline([str(DENO), *orders]), executable=None)  # what Windows makes of it before it is told


@pytest.mark.parametrize(
    "orders",
    [
        (),
        ("eval", "await fetch('http://127.0.0.1/')"),
        ("run", "-"),
        tuple(order for order in RUN if order != "--no-remote"),
        (*RUN[:-1], "http://127.0.0.1/x.js"),
        *((*RUN[:-1], more, "-") for more in ("-A", "-N", "--allow-net", "--permission-set", "--import-map=x")),
    ],
)
def test_deno_takes_no_other_orders(orders: tuple[str, ...]) -> None:
    with pytest.raises(AddressRefused):
        start([str(DENO), *orders])
    with pytest.raises(AddressRefused):
        start(subprocess.list2cmdline([str(DENO), *orders]), executable=None)


def test_no_other_program_starts_under_denos_name() -> None:
    with pytest.raises(AddressRefused):
        start([str(DENO), *RUN], executable="/bin/sh")
    with pytest.raises(AddressRefused):
        start(["/bin/sh", *RUN], executable="/bin/sh")
    with pytest.raises(AddressRefused):
        start(f"/bin/sh {DENO} --version", executable=None)


@pytest.mark.parametrize(
    ("family", "kind", "address"),
    [
        (socket.AF_INET, UDP, ("8.8.8.8", 53)),
        (socket.AF_INET, UDP, ("8.8.8.8", 443)),
        (socket.AF_UNIX, TCP, "/run/x"),
        (socket.AF_INET, TCP, ("example.com", 443)),
        (socket.AF_INET, TCP, (bytearray(b"8.8.8.8"), 443)),
        (socket.AF_INET, TCP, ("8.8.8.8", 25)),
        (socket.AF_INET6, TCP, ("fe80::1%1", 443, 0, 1)),
        (socket.AF_INET6, TCP, ("::ffff:10.0.0.1", 443, 0, 0)),
    ],
)
def test_only_tcp_to_public_numbers_is_allowed(family: int, kind: int, address: object) -> None:
    guard = Guard(Reach())
    with pytest.raises(AddressRefused):
        guard.check(family, kind, address)
    assert len(guard.refused) == 1


def test_public_addresses_are_let_through() -> None:
    guard = Guard(Reach(exempt=frozenset({Endpoint(ip_address("127.0.0.1"), 10809)})))
    guard.check(socket.AF_INET, TCP, ("8.8.8.8", 443))
    guard.check(socket.AF_INET6, TCP, ("2606:4700:4700::1111", 443, 0, 0))
    guard.check(socket.AF_INET, TCP, ("127.0.0.1", 10809))
    assert guard.refused == ()
