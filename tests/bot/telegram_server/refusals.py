"""How the Bot API says no: an HTTP status, `ok: false` and a description that bots look at.

Source: core.telegram.org/bots/api (making requests); descriptions as tdlib/telegram-bot-api words them.
"""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """A call that the server does not carry out."""

    def __init__(self, code: int, description: str, *, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})

    def body(self) -> dict[str, Any]:
        """What is sent."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


def forbidden(description: str) -> Refused:
    return Refused(403, f"Forbidden: {description}")


def conflict(description: str) -> Refused:
    return Refused(409, f"Conflict: {description}")


def too_many_requests(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds})
