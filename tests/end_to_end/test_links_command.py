"""`dabir transcribe LINK`, as a person runs it; the site is on this machine, which the person allows."""

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.fetch.site import INTERNAL, Site, Visit, body
from tests.end_to_end.command import DABIR, DEMO, DEMO_TEXT, dabir, environment

TITLE = "/%DA%AF%D9%81%D8%AA%E2%80%8C%D9%88%DA%AF%D9%88.ogg"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(INTERNAL).open(0) as site:
        site.pages[TITLE] = body(DEMO.read_bytes())
        yield site


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


def sounds_left(home: Path) -> list[Path]:
    return list((home / "dabir" / "cache" / "links").iterdir())


def test_a_link_becomes_text_in_files_called_after_its_title(site: Site, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    flags = ("--allow-private", "--model", "demo", "--language", "fa", "--to", "json,txt", "--out", texts)
    run = dabir("transcribe", site.url(TITLE), *flags, home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == DEMO_TEXT.split()
    assert {path.name for path in texts.iterdir()} == {"گفت‌وگو.json", "گفت‌وگو.txt"}
    origin = json.loads((texts / "گفت‌وگو.json").read_text(encoding="utf-8"))["origin"]
    assert (origin["url"], origin["title"]) == (site.url(TITLE), "گفت‌وگو")
    assert origin["duration"] == pytest.approx(27.2, abs=0.1)
    assert sounds_left(tmp_path) == []


def test_a_bad_link_fails_alone_and_the_sound_is_kept_if_asked(site: Site, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    flags = ("--allow-private", "--model", "demo", "--out", kept, "--keep-sound")
    run = dabir("transcribe", site.url("/gone.ogg"), site.url(TITLE), *flags, home=tmp_path)
    assert run.returncode == 1
    assert run.stdout.split() == DEMO_TEXT.split()
    assert "1 of 2 files failed" in run.stderr
    assert {path.name for path in kept.iterdir()} == {"گفت‌وگو.ogg", "گفت‌وگو.txt"}
    assert (kept / "گفت‌وگو.ogg").read_bytes() == DEMO.read_bytes()


def test_ones_own_machine_is_not_reached_unless_allowed(site: Site, tmp_path: Path) -> None:
    run = dabir("transcribe", site.url(TITLE), "--model", "demo", home=tmp_path)
    assert run.returncode == 1
    assert "--allow-private" in run.stderr
    assert site.connections == 0


@pytest.mark.parametrize(
    ("flags", "code", "told"),
    [
        (("--link-policy", "off"), 1, "switched off"),
        (("--proxy", "ftp://127.0.0.1:1"), 2, "proxy"),
        (("--proxy", "http://127.0.0.1:9"), 1, "only known sites"),
    ],
)
def test_flags_reach_the_policy(flags: tuple[str, ...], code: int, told: str, tmp_path: Path) -> None:
    run = dabir("transcribe", "https://a.example/talk", "--model", "demo", *flags, home=tmp_path)
    assert run.returncode == code
    assert told in run.stderr
    assert "Traceback" not in run.stderr


def waiting(visit: Visit) -> None:
    visit.answer(200, b"OggS" * 9999, {"Content-Length": "9999999", "Content-Type": "audio/ogg"})
    time.sleep(60)


def test_what_a_killed_run_left_beside_the_kept_sound_goes_at_the_next_run(site: Site, tmp_path: Path) -> None:
    site.pages["/slow.ogg"] = waiting
    kept = tmp_path / "kept"
    flags = ("--allow-private", "--model", "demo", "--out", str(kept), "--keep-sound")
    command = [*DABIR, "transcribe", site.url("/slow.ogg"), *flags]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment(tmp_path), cwd=tmp_path) as run:
        while not list(kept.glob(".dabir-link-*/media")):
            time.sleep(0.02)
        run.kill()
    assert list(kept.glob(".dabir-link-*"))
    assert dabir("transcribe", site.url(TITLE), *flags, home=tmp_path).returncode == 0
    assert {path.name for path in kept.iterdir()} == {"گفت‌وگو.ogg", "گفت‌وگو.txt"}


def test_ctrl_c_while_a_link_is_fetched_stops_at_once(site: Site, tmp_path: Path) -> None:
    site.pages["/slow.ogg"] = waiting
    command = [*DABIR, "transcribe", site.url("/slow.ogg"), "--allow-private", "--model", "demo", "--to", "txt"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment(tmp_path), cwd=tmp_path) as run:
        while not site.visits:
            time.sleep(0.02)
        time.sleep(0.3)
        began = time.monotonic()
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=10) == 130
    assert time.monotonic() - began < 2.0
    assert sounds_left(tmp_path) == []
