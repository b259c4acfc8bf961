"""One call of the Bot API, however it was encoded: query, form, JSON and multipart become text by name, and uploads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import BodyPartReader, MultipartReader, web

from tests.bot.telegram_server.refusals import bad_request

_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """What the bot asks for. A JSON value that is not a string is kept as JSON text, as in a form."""

    method: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter, "" where it is absent."""
        return self.parameters.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """Raises Refused for what is no whole number."""
        value = self.text(name)
        if not value:
            return default
        try:
            return int(value)
        except ValueError as cause:
            raise bad_request(f"invalid parameter {name}") from cause

    def flag(self, name: str) -> bool:
        """Whether it is true, as the real server reads it."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def json(self, name: str) -> Any:
        """The parameter's JSON, None where it is absent. Raises Refused for what is no JSON."""
        value = self.text(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as cause:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from cause

    def upload(self, name: str) -> Upload | None:
        """The file sent under that name, or under the part that `attach://…` points to."""
        value = self.text(name)
        return self.uploads.get(value.removeprefix("attach://") if value.startswith("attach://") else name)

    @property
    def everything(self) -> str:
        """All parameters as one text, for faults that strike by what is said."""
        return json.dumps(dict(self.parameters), ensure_ascii=False)


async def read_call(request: web.Request, method: str) -> Call:
    """Takes the parameters from wherever they are."""
    parameters = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == _JSON:
        parameters |= {name: _as_text(value) for name, value in (await _json_body(request)).items()}
    elif request.content_type == _FORM:
        parameters |= {name: str(value) for name, value in (await request.post()).items()}
    elif request.content_type.startswith("multipart/"):
        await _read_parts(await request.multipart(), parameters, uploads)
    return Call(method, parameters, uploads)


async def _json_body(request: web.Request) -> dict[str, Any]:
    if not request.body_exists:
        return {}
    values = json.loads(await request.read() or b"{}")
    assert isinstance(values, dict)
    return values


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _read_parts(reader: MultipartReader, parameters: dict[str, str], uploads: dict[str, Upload]) -> None:
    async for part in reader:
        assert isinstance(part, BodyPartReader) and part.name is not None
        content = bytes(await part.read())
        if part.filename is None:
            parameters[part.name] = content.decode("utf-8")
        else:
            uploads[part.name] = Upload(part.filename, part.headers.get("Content-Type", ""), content)
