"""Links on the command line: flags → a policy, links → files in a folder that goes away, with what they are of."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from dabir_core.cli.batch import bilingual, on_interrupt, telling
from dabir_core.cli.outputs import make_folder
from dabir_core.cli.reporter import Reporter
from dabir_core.errors import DabirError, LinkBlocked
from dabir_core.fetch import Fetched, LinkPolicy, Proxy, Scope, fetch, notices
from dabir_core.paths import links_folder
from dabir_core.progress import CancelToken
from dabir_core.transcript import Origin

OWN_NETWORK = (
    "If it is on your own machine or network, add --allow-private.\n"
    "اگر روی دستگاه یا شبکهٔ خودتان است، ‎--allow-private‎ را اضافه کنید."
)

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
    taken = Taken()
    if not links:
        yield taken
        return
    for notice in notices(policy):
        telling(screen)(notice)
    folder: Path | None = None
    try:
        make_folder(keep or links_folder())
        folder = keep or Path(tempfile.mkdtemp(dir=links_folder()))
        _fetch_all(links, policy, screen, into=folder, taken=taken)
    except DabirError as error:
        screen.note(bilingual(error))
        taken.failed = len(links)
    try:
        yield taken
    finally:
        if folder is not None and keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _fetch_all(links: Sequence[str], policy: LinkPolicy, screen: Reporter, *, into: Path, taken: Taken) -> None:
    cancel = CancelToken()
    with on_interrupt(cancel.cancel):
        for number, link in enumerate(links, start=1):
            screen.begin(link.partition("?")[0], place=f"[{number}/{len(links)}] " if len(links) > 1 else "")
            try:
                found = fetch(link, policy, into=into, progress=screen.advance, cancel=cancel)
            except DabirError as error:
                screen.note(bilingual(error))
                if isinstance(error, LinkBlocked) and not policy.allow_private:
                    screen.note(OWN_NETWORK)
                taken.failed += 1
            else:
                _take(found, taken)
            finally:
                screen.end()
            if taken.cancelled:
                return


def _take(found: Fetched | None, taken: Taken) -> None:
    if found is None:
        taken.cancelled = True
    else:
        taken.origins[found.path] = Origin(found.url, found.title, found.duration)
