"""A model hub that speaks Hugging Face's protocol: what a repository holds, and the bytes of its files.

Metadata come through huggingface_hub; bytes through our own requests, because its downloads start anew in a new process
and know no way to be stopped. Its Xet transport and its telemetry are switched off. A repository is asked for by name
once and then by the hash of its commit, so that bytes of two revisions never meet in a file. The token goes to the hub
alone: redirects to where it keeps its files lose it, and a hub without TLS does not get it at all, unless it is this
machine. Source: huggingface_hub 2.4, `hf_api.py` and `file_download.py`; Hub documentation, «Hub API endpoints».
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from dabir_core.errors import (
    HubBusy,
    HubDenied,
    HubError,
    HubFailed,
    HubIdWrong,
    HubNotFound,
    HubUnreachable,
    OptionError,
)
from dabir_core.models.digest import DigestKind
from dabir_core.models.errand import TooLate, done_by
from dabir_core.models.hub_client import hub_client, require_usable
from dabir_core.models.repository import RemoteFile, Repository, described
from dabir_core.models.transfer import Interrupted
from dabir_core.models.wires import Wires
from dabir_core.progress import CancelToken
from dabir_core.proxy import Proxies, asked_proxies
from dabir_core.units import Seconds

if TYPE_CHECKING:
    import httpx2

OFFICIAL_HUB: Final = "https://huggingface.co"
ENDPOINT_VARIABLE: Final = "HF_ENDPOINT"
TOKEN_VARIABLE: Final = "HF_TOKEN"  # the variable's name

_METADATA: Final = threading.Lock()
"""huggingface_hub has one client for the whole process, which is ours while we ask."""

_WHOLE, _PART, _BEGIN_ANEW = 200, 206, 416

_QUIET: Final[Mapping[str, str]] = {"HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


@dataclass(frozen=True, slots=True)
class Address:
    """Which hub, and the way to it and to where it keeps its files."""

    endpoint: str = OFFICIAL_HUB
    proxies: Proxies = field(default_factory=Proxies)
    token: str | None = field(default=None, repr=False)
    connect_timeout: Seconds = 15.0
    read_timeout: Seconds = 30.0
    answer_deadline: Seconds = 30.0
    """For all of an answer about a repository, which is small."""

    @property
    def token_to_send(self) -> str | None:
        """The token, if the hub is one that it is safe with."""
        parts = urlsplit(self.endpoint)
        return self.token if parts.scheme == "https" or parts.hostname in {"127.0.0.1", "localhost", "::1"} else None


def hub_address(mirror: str | None = None, proxy: str | None = None) -> Address:
    """The mirror, or what HF_ENDPOINT says, or Hugging Face; with the token of HF_TOKEN.

    Raises: OptionError for what is no address; ProxyWrong.
    """
    endpoint = (mirror or os.environ.get(ENDPOINT_VARIABLE) or OFFICIAL_HUB).strip().rstrip("/")
    if urlsplit(endpoint).scheme not in {"http", "https"} or not urlsplit(endpoint).hostname:
        raise OptionError(f"--mirror {without_user(endpoint)}")
    return Address(endpoint, asked_proxies(proxy), os.environ.get(TOKEN_VARIABLE, "").strip() or None)


def without_user(endpoint: str) -> str:
    """An address as it may be shown and kept: the name and password that may stand in it left out."""
    start, slashes, rest = endpoint.partition("//")
    authority, slash, path = rest.partition("/")
    return f"{start}{slashes}{authority.rpartition('@')[2]}{slash}{path}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a file from byte `start` on; `start` is 0 where the hub begins anew, whatever was asked for."""

    start: int
    blocks: Iterator[bytes]


class Hub:
    """One hub; close it when done."""

    def __init__(self, address: Address) -> None:
        """Connects nowhere yet. Raises: ProxyWrong."""
        require_usable(address.proxies.to(address.endpoint))
        self._address, self._wires = address, Wires()
        self._client = _client(address, self._wires)

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()

    @property
    def endpoint(self) -> str:
        """The address it was given."""
        return self._address.endpoint

    def describe(self, hub_id: str, revision: str | None, *, cancel: CancelToken) -> Repository:
        """What the repository holds in that revision, or in its main one.

        Raises: HubNotFound, HubDenied, HubFailed; HubUnreachable for an answer that takes too long, however it comes;
        Interrupted for what may pass; Stopped as soon as somebody asks to stop.
        """
        wires = Wires()
        deadline = self._address.answer_deadline
        try:
            return done_by(deadline, lambda: self._answer(hub_id, revision, wires), cancel=cancel, give_up=wires.cut)
        except TooLate as cause:
            raise HubUnreachable(hub_id, detail=f"no whole answer in {deadline:g} s") from cause

    def _answer(self, hub_id: str, revision: str | None, wires: Wires) -> Repository:
        from importlib.metadata import version

        import httpx2

        os.environ.update(_QUIET)
        from huggingface_hub import HfApi, constants
        from huggingface_hub.errors import HfHubHTTPError

        if constants.is_offline_mode():
            raise HubUnreachable(hub_id, detail="HF_HUB_OFFLINE")
        constants.HF_HUB_DISABLE_TELEMETRY = True  # the torch engine's transformers may have imported it before us
        token = self._address.token_to_send or False
        api = HfApi(
            endpoint=self._address.endpoint, token=token, library_name="dabir", library_version=version("dabir")
        )
        try:
            with self._metadata_client(wires):
                found = api.model_info(
                    hub_id, revision=revision, files_metadata=True, timeout=self._address.connect_timeout
                )
            return described(found)
        except HfHubHTTPError as cause:
            raise judged(cause.response, hub_id) from cause
        except httpx2.HTTPError as cause:
            raise Interrupted(HubUnreachable(hub_id, detail=str(cause))) from cause
        except (ValueError, TypeError, KeyError, AttributeError, HubIdWrong) as cause:  # somebody else's page
            raise HubFailed(hub_id, detail=str(cause)) from cause

    @contextmanager
    def opened(self, repository: Repository, file: RemoteFile, *, start: int, cancel: CancelToken) -> Iterator[Answer]:
        """A file's bytes, from `start` on if the hub can do that; connections are cut when somebody asks to stop.

        Raises: HubNotFound, HubDenied, HubFailed; Interrupted for what may pass, here and while blocks are taken.
        """
        import httpx2

        subject = repository.hub_id
        place = f"{self.endpoint}/{quote(subject)}/resolve/{repository.commit}/{quote(file.name)}"
        wanted = {"Range": f"bytes={start}-"} if start else {}
        try:
            with (
                cancel.calling(self._wires.cut),
                self._client.stream("GET", place, headers=wanted) as response,
            ):
                if response.status_code not in {_WHOLE, _PART, _BEGIN_ANEW}:
                    raise judged(response, subject)
                if response.status_code == _BEGIN_ANEW:
                    yield Answer(0, iter(()))
                else:
                    yield Answer(_first_byte(response, file, repository), response.iter_raw())
        except httpx2.InvalidURL as cause:
            raise HubFailed(subject, detail=str(cause)) from cause
        except (httpx2.HTTPError, httpx2.StreamError) as cause:
            raise Interrupted(HubUnreachable(subject, detail=str(cause))) from cause

    @contextmanager
    def _metadata_client(self, wires: Wires) -> Iterator[None]:
        """Inside, huggingface_hub asks by our client."""
        from huggingface_hub import set_client_factory
        from huggingface_hub.utils._http import default_client_factory

        with _METADATA:
            set_client_factory(lambda: _client(self._address, wires))
            try:
                yield
            finally:
                set_client_factory(default_client_factory)


def _client(address: Address, wires: Wires) -> "httpx2.Client":
    import httpx2

    headers = {"Accept-Encoding": "identity", "User-Agent": "dabir"}
    if address.token_to_send:
        headers["Authorization"] = f"Bearer {address.token_to_send}"
    timeout = httpx2.Timeout(address.read_timeout, connect=address.connect_timeout)
    return hub_client(address.proxies, wires, headers=headers, timeout=timeout)


def judged(response: "httpx2.Response", subject: str) -> HubError | Interrupted:
    """What an answer that is no success means."""
    status, code = response.status_code, response.headers.get("X-Error-Code", "")
    detail = f"status {status} {code}".strip()
    if status == 404 or code == "RepoNotFound":
        return HubNotFound(subject, detail=detail)
    if status in {401, 403}:
        return HubDenied(subject, detail=detail)
    if status in {429, 503}:
        return Interrupted(HubBusy(subject, detail=detail), retry_after=_retry_after(response.headers))
    failed = HubFailed(subject, detail=detail)
    return Interrupted(failed) if status >= 500 or status == 408 else failed


def _retry_after(headers: Mapping[str, str]) -> Seconds | None:
    """Seconds to wait; a date is passed over."""
    written = headers.get("Retry-After", "").strip()
    return float(written) if written.isdecimal() else None


def _first_byte(response: "httpx2.Response", file: RemoteFile, repository: Repository) -> int:
    """Where the body begins, once it is sure that it is the file.

    Raises: HubFailed where another revision or another file answers; Interrupted for another length, which a page of
    the network's («log in here») has.
    """
    for each in (*response.history, response):
        commit, linked = each.headers.get("X-Repo-Commit"), _etag(each.headers.get("X-Linked-Etag", ""))
        is_other = file.digest.kind is DigestKind.SHA256 and len(linked) == 64 and linked != file.digest.hexadecimal
        if is_other or (commit is not None and commit != repository.commit):
            raise HubFailed(repository.hub_id, detail=f"another revision of {file.name}")
    start = 0
    length = response.headers.get("Content-Length")
    if response.status_code == _PART:
        span, _, total = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        start, length = int(span.partition("-")[0] or 0) if span[:1].isdecimal() else -1, total
    if start < 0 or (length is not None and length != str(file.size)):
        raise Interrupted(HubFailed(repository.hub_id, detail=f"{length} bytes, not {file.size}, of {file.name}"))
    return start


def _etag(written: str) -> str:
    return written.removeprefix("W/").strip('"').lower()
