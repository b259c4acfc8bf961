"""Links on the command line: flags → a policy, links → files in a folder that goes away, with what they are of."""

import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
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
from dabir_core.fetch import LinkPolicy, Scope, fetch, notices
from dabir_core.link_errors import LinkBlocked
from dabir_core.paths import links_folder
from dabir_core.progress import CancelToken
from dabir_core.proxy import asked_proxies
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


def link_policies(
    links: Iterable[str], scope: Scope, proxy: str | None, *, allow_private: bool
) -> Mapping[str, LinkPolicy]:
    """A person's policy for each link: not to all of them a proxy leads. A link that is meant twice is one.

    Raises: ProxyWrong.
    """
    proxies = asked_proxies(proxy)
    return {link: LinkPolicy(scope, allow_private=allow_private, proxy=proxies.to(link)) for link in links}


@contextmanager
def fetched_links(policies: Mapping[str, LinkPolicy], screen: Reporter, *, keep: Path | None) -> Iterator[Taken]:
    """The sound of links by their policies, inside the block; after it too with `keep`, the folder that it goes to."""
    if not policies:
        yield Taken()
        return
    for notice in dict.fromkeys(notice for policy in policies.values() for notice in notices(policy)):
        telling(screen)(notice)
    remove_forgotten(links_folder())
    folder = keep or links_folder() / uuid4().hex
    try:
        yield _Round(policies, screen, folder).run()
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

    def __init__(self, policies: Mapping[str, LinkPolicy], screen: Reporter, into: Path) -> None:
        self._policies, self._screen, self._into = policies, screen, into
        self._cancel = CancelToken()
        self._taken = Taken()

    def run(self) -> Taken:
        """Stops at Ctrl-C."""
        try:
            make_folder(self._into)
        except OutputError as error:
            self._screen.note(bilingual(error))
            return Taken(failed=len(self._policies))
        with on_interrupt(self._cancel.cancel):
            count = len(self._policies)
            for number, (link, policy) in enumerate(self._policies.items(), start=1):
                place = f"[{number}/{count}] " if count > 1 else ""
                self._screen.begin(link.partition("?")[0], place=place)
                self._take(link, policy)
                self._screen.end()
                if self._taken.cancelled:
                    break
        return self._taken

    def _take(self, link: str, policy: LinkPolicy) -> None:
        try:
            found = fetch(link, policy, into=self._into, progress=self._screen.advance, cancel=self._cancel)
        except DabirError as error:
            self._screen.note(bilingual(error))
            if isinstance(error, LinkBlocked) and not policy.allow_private:
                self._screen.note(OWN_NETWORK)
            self._taken.failed += 1
            return
        if found is None:
            self._taken.cancelled = True
        else:
            self._taken.origins[found.path] = Origin(found.url, found.title, found.duration)
