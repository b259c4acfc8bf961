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
from dabir_core.models.repository import RemoteFile, Repository, described
from dabir_core.models.transfer import Interrupted
from dabir_core.models.wires import Wires
from dabir_core.progress import CancelToken
from dabir_core.units import Seconds

if TYPE_CHECKING:
    import httpx2

OFFICIAL_HUB: Final = "https://huggingface.co"
ENDPOINT_VARIABLE: Final = "HF_ENDPOINT"
TOKEN_VARIABLE: Final = "HF_TOKEN"  # the variable's name

_METADATA: Final = threading.Lock()
"""huggingface_hub has one connection for the whole process, and its proxy is that connection's."""

_WHOLE, _PART, _BEGIN_ANEW = 200, 206, 416

_QUIET: Final[Mapping[str, str]] = {"HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


@dataclass(frozen=True, slots=True)
class Address:
    """Which hub, and the way to it; `proxy` None takes what the environment says (HTTPS_PROXY, ALL_PROXY, NO_PROXY)."""

    endpoint: str = OFFICIAL_HUB
    proxy: str | None = None
    token: str | None = field(default=None, repr=False)
    connect_timeout: Seconds = 15.0
    """Also the time for an answer about a repository."""
    read_timeout: Seconds = 30.0

    @property
    def token_to_send(self) -> str | None:
        """The token, if the hub is one that it is safe with."""
        parts = urlsplit(self.endpoint)
        return self.token if parts.scheme == "https" or parts.hostname in {"127.0.0.1", "localhost", "::1"} else None


def hub_address(mirror: str | None = None, proxy: str | None = None) -> Address:
    """The mirror, or what HF_ENDPOINT says, or Hugging Face; with the token of HF_TOKEN.

    Raises: OptionError for what is no address.
    """
    endpoint = (mirror or os.environ.get(ENDPOINT_VARIABLE) or OFFICIAL_HUB).strip().rstrip("/")
    if urlsplit(endpoint).scheme not in {"http", "https"} or not urlsplit(endpoint).hostname:
        raise OptionError(f"--mirror {without_user(endpoint)}")
    return Address(endpoint, proxy or None, os.environ.get(TOKEN_VARIABLE, "").strip() or None)


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
        """Connects nowhere yet. Raises: OptionError for a proxy that cannot be used."""
        self._address = address
        self._client, self._wires = _client(address), Wires()

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()

    @property
    def endpoint(self) -> str:
        """The address it was given."""
        return self._address.endpoint

    def describe(self, hub_id: str, revision: str | None) -> Repository:
        """What the repository holds in that revision, or in its main one.

        Raises: HubNotFound, HubDenied, HubFailed; Interrupted for what may pass.
        """
        from importlib.metadata import version

        import httpx2

        os.environ.update(_QUIET)
        from huggingface_hub import HfApi, constants
        from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

        constants.HF_HUB_DISABLE_TELEMETRY = True  # the torch engine's transformers may have imported it before us
        token = self._address.token_to_send or False
        api = HfApi(
            endpoint=self._address.endpoint, token=token, library_name="dabir", library_version=version("dabir")
        )
        try:
            with self._metadata_client():
                found = api.model_info(
                    hub_id, revision=revision, files_metadata=True, timeout=self._address.connect_timeout
                )
            return described(found)
        except HfHubHTTPError as cause:
            raise judged(cause.response, hub_id) from cause
        except OfflineModeIsEnabled as cause:
            raise HubUnreachable(hub_id, detail=str(cause)) from cause
        except httpx2.HTTPError as cause:
            raise Interrupted(HubUnreachable(hub_id, detail=str(cause))) from cause
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            HubIdWrong,
        ) as cause:  # a page of somebody else's, no JSON
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
                self._client.stream("GET", place, headers=wanted, extensions=self._wires.extensions) as response,
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
    def _metadata_client(self) -> Iterator[None]:
        """Inside, huggingface_hub goes through our proxy, where one is given."""
        if self._address.proxy is None:
            yield
            return
        from huggingface_hub import set_client_factory
        from huggingface_hub.utils._http import default_client_factory

        with _METADATA:
            set_client_factory(lambda: _client(self._address))
            try:
                yield
            finally:
                set_client_factory(default_client_factory)


def _client(address: Address) -> "httpx2.Client":
    import httpx2

    headers = {"Accept-Encoding": "identity", "User-Agent": "dabir"}
    if address.token_to_send:
        headers["Authorization"] = f"Bearer {address.token_to_send}"
    timeout = httpx2.Timeout(address.read_timeout, connect=address.connect_timeout)
    try:
        return httpx2.Client(headers=headers, timeout=timeout, proxy=address.proxy, follow_redirects=True)
    except (ValueError, ImportError, httpx2.InvalidURL) as cause:  # of the option, or of the environment
        raise OptionError("--proxy", detail=type(cause).__name__) from cause  # it may hold a password


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
