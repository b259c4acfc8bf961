"""What Telegram finds in a text: commands, mentions, links; tags where the sender asked for HTML. Pure.

Offsets and lengths count UTF-16 code units. In every text control characters become blanks, the embedding marks
U+2028–U+202E are taken out, of direction marks in a row only the last stays one, and blanks around it go.
Source: tdlib/td misc.cpp (clean_input_string, replace_offending_characters); Bot API, MessageEntity.
"""

import re
from html.parser import HTMLParser
from typing import Any, Final

from tests.bot.telegram_server.refusals import bad_request

JsonObject = dict[str, Any]

_FOUND: Final = (
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(@\w+)?")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{4,32}")),
    ("url", re.compile(r"(?:https?://|www\.)[^\s<>\"]+")),
)
_TAGS: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "a": "text_link",
}
_CHANGED: Final[dict[int, str]] = {
    **dict.fromkeys(set(range(32)) - {10}, " "),
    13: "",
    **dict.fromkeys(range(0x2028, 0x202F), ""),
}
_MARKS_IN_A_ROW: Final = re.compile("[\u200e\u200f](?=[\u200e\u200f])")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def cleaned(text: str) -> str:
    """The text as Telegram keeps it."""
    return _MARKS_IN_A_ROW.sub("\u200c", text.translate(_CHANGED)).strip()


def found_in(text: str) -> list[JsonObject]:
    """The entities of a plain text, in order, none inside another."""
    hits = [(match.start(), match.end(), kind) for kind, pattern in _FOUND for match in pattern.finditer(text)]
    entities: list[JsonObject] = []
    last = 0
    for start, end, kind in sorted(hits):
        if start >= last:
            entities.append(entity(text, kind, start=start, end=end))
            last = end
    return entities


def entity(text: str, kind: str, *, start: int, end: int) -> JsonObject:
    return {"type": kind, "offset": utf16_length(text[:start]), "length": utf16_length(text[start:end])}


def parsed(text: str, parse_mode: str) -> tuple[str, list[JsonObject]]:
    """The text without its marks, and the entities. Raises Refused where marks are wrong, or in a mode not modelled."""
    if not parse_mode:
        text = cleaned(text)
        return text, found_in(text)
    if parse_mode.lower() != "html":
        raise bad_request(f"can't parse entities: {parse_mode} is not modelled by this server")
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open[-1][0]}\""
        )
    return reader.text.strip(), reader.entities


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[tuple[str, int, JsonObject]] = []
        self.entities: list[JsonObject] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}"')
        given = {"url": dict(attrs).get("href") or ""} if tag == "a" else {}
        self.open.append((tag, len(self.text), given))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise bad_request(f'can\'t parse entities: Unexpected end tag "{tag}"')
        _, start, given = self.open.pop()
        self.entities.append(entity(self.text, _TAGS[tag], start=start, end=len(self.text)) | given)

    def handle_data(self, data: str) -> None:
        self.text += data
