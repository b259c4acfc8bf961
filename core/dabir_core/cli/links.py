"""Links on the command line: flags → a policy, links → files in a folder that goes away, with what they are of."""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from dabir_core.cli.batch import bilingual, on_interrupt, telling
from dabir_core.cli.outputs import make_folder
from dabir_core.cli.reporter import Reporter
from dabir_core.errors import DabirError, OutputError
from dabir_core.fetch import LinkPolicy, Proxy, Scope, fetch, notices
from dabir_core.link_errors import LinkBlocked
from dabir_core.paths import links_folder
from dabir_core.progress import CancelToken
from dabir_core.transcript import Origin

OWN_NETWORK = (
    "If it is on your own machine or network, or a VPN answers for all names, add --allow-private.\n"
    "اگر روی دستگاه یا شبکهٔ خودتان است یا فیلترشکن روشن است، ‎--allow-private‎ را اضافه کنید."
)

_FORGOTTEN_SECONDS = 7 * 86_400

LinkScope = Annotated[
    Scope, typer.Option("--link-policy", help="Links that are taken: any, listed sites and media files only, or none.")
]
ProxyAddress = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="http:// or socks5h:// proxy for links; «none» for none. Else HTTPS_PROXY, ALL_PROXY or the system's.",
        show_default=False,
    ),
]
Private = Annotated[bool, typer.Option("--allow-private", help="Let links lead to your own machine and network.")]
KeepSound = Annotated[bool, typer.Option("--keep-sound", help="Keep the sound of links beside the text.")]


@dataclass(slots=True)
class Taken:
    """What became of the links: each file with its origin, and how many failed."""

    origins: dict[Path, Origin] = field(default_factory=dict)
    failed: int = 0
    cancelled: bool = False


def make_policy(scope: Scope, proxy: str | None, *, allow_private: bool) -> LinkPolicy:
    """A person's policy. What `--proxy` says goes before the environment, and that before the system's settings.

    Raises: OptionError.
    """
    return LinkPolicy(scope, allow_private=allow_private, proxy=_proxy(proxy))


def _proxy(asked: str | None) -> Proxy | None:
    if asked is not None:
        return None if asked.strip().lower() in {"", "none"} else Proxy.parse(asked)
    from urllib.request import getproxies

    known = getproxies()
    found = known.get("https") or known.get("all") or known.get("http")
    return Proxy.parse(found) if found else None


@contextmanager
def fetched_links(links: Sequence[str], policy: LinkPolicy, screen: Reporter, *, keep: Path | None) -> Iterator[Taken]:
    """The sound of the links, inside the block; after it too with `keep`, the folder where it then lies."""
    if not links:
        yield Taken()
        return
    for notice in notices(policy):
        telling(screen)(notice)
    remove_forgotten(links_folder())
    folder = keep or links_folder() / uuid4().hex
    try:
        yield _Round(policy, screen, folder).run(links)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def remove_forgotten(folder: Path) -> None:
    """Removes the sound of runs that were killed before they could; what is younger may be in use."""
    if not folder.is_dir():
        return
    for left in folder.iterdir():
        with suppress(FileNotFoundError):  # another run removes it, too
            if time.time() - left.stat().st_mtime > _FORGOTTEN_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


class _Round:
    """Fetches links, one after the other, and goes on when one fails."""

    def __init__(self, policy: LinkPolicy, screen: Reporter, into: Path) -> None:
        self._policy, self._screen, self._into = policy, screen, into
        self._cancel = CancelToken()
        self._taken = Taken()

    def run(self, links: Sequence[str]) -> Taken:
        """Stops at Ctrl-C."""
        try:
            make_folder(self._into)
        except OutputError as error:
            self._screen.note(bilingual(error))
            return Taken(failed=len(links))
        with on_interrupt(self._cancel.cancel):
            for number, link in enumerate(links, start=1):
                place = f"[{number}/{len(links)}] " if len(links) > 1 else ""
                self._screen.begin(link.partition("?")[0], place=place)
                self._take(link)
                self._screen.end()
                if self._taken.cancelled:
                    break
        return self._taken

    def _take(self, link: str) -> None:
        try:
            found = fetch(link, self._policy, into=self._into, progress=self._screen.advance, cancel=self._cancel)
        except DabirError as error:
            self._screen.note(bilingual(error))
            if isinstance(error, LinkBlocked) and not self._policy.allow_private:
                self._screen.note(OWN_NETWORK)
            self._taken.failed += 1
            return
        if found is None:
            self._taken.cancelled = True
        else:
            self._taken.origins[found.path] = Origin(found.url, found.title, found.duration)
