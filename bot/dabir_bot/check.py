"""What is wrong before the bot starts: everything at once, each with the sentence that says how to mend it."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from telegram.error import InvalidToken, TelegramError

from dabir_bot.connection import bot_of
from dabir_bot.errors import TokenRefused, sentence
from dabir_bot.settings import Role, Settings, Telegram
from dabir_bot.store import Store
from dabir_core.errors import DabirError, NoModel, OutputError
from dabir_core.fetch import LinkPolicy, Scope, notices
from dabir_core.fetch.tool import require_tool
from dabir_core.models import choose, inspect, locate
from dabir_core.notices import Notice
from dabir_core.phrase import Phrase
from dabir_core.readable import readable_bytes
from dabir_core.sentences import Language, notice_sentence

TELEGRAM_AWAY: Final = Phrase(
    en="Telegram cannot be reached at {address}. Check the network, or set DABIR_BOT_PROXY.",
    fa="تلگرام در {address} در دسترس نیست. شبکه را بررسی کنید یا DABIR_BOT_PROXY را تنظیم کنید.",
)
PROXY_AWAY: Final = Phrase(
    en="Telegram cannot be reached at {address} through the proxy {proxy}. Check that it runs, and DABIR_BOT_PROXY.",
    fa="تلگرام در {address} از راه پراکسی {proxy} در دسترس نیست. ببینید پراکسی کار می‌کند و DABIR_BOT_PROXY درست است.",
)
MODEL_MISSING: Final = Phrase(
    en="No model is installed. Run: dabir models install openai/whisper-small, or name a folder in DABIR_BOT_MODEL.",
    fa="مدلی نصب نیست. این دستور را اجرا کنید: dabir models install openai/whisper-small، یا نشانی پوشه‌ای را در "
    "DABIR_BOT_MODEL بگذارید.",
)
TELEGRAM_WELL: Final = Phrase(en="Telegram knows the bot: @{name}.", fa="تلگرام ربات را می‌شناسد: @{name}")
MODEL_WELL: Final = Phrase(en="The model is here: {name}.", fa="مدل آماده است: {name}")
DATABASE_WELL: Final = Phrase(en="The database can be written.", fa="پایگاه داده نوشته می‌شود.")
FOLDER_WELL: Final = Phrase(
    en="{path} can be written; {room} are free there.", fa="در {path} می‌شود نوشت و {room} جای خالی دارد."
)
LITTLE_ROOM: Final = Phrase(
    en="Only {room} are free in {path}. Long recordings need more.",
    fa="در {path} فقط {room} جای خالی هست. فایل‌های بلند جای بیشتری می‌خواهند.",
)
LINKS_WELL: Final = Phrase(en="Links can be fetched.", fa="دریافت از پیوندها آماده است.")
DENO_MISSING: Final = Phrase(
    en="deno is missing, and many videos of YouTube do not open without it. Run: pip install 'dabir[bot]'",
    fa="deno نصب نیست و بسیاری از ویدیوهای یوتیوب بی آن باز نمی‌شوند. این دستور را اجرا کنید: pip install 'dabir[bot]'",
)
_INSTALLING: Final = "dabir models recommend"
_ENOUGH_BYTES: Final = 2_000_000_000


class Weight(StrEnum):
    """How much a finding matters."""

    GOOD = "ok"
    DOUBT = "warning"
    BAD = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in both languages."""

    weight: Weight
    words: Callable[[Language], str]


def is_ready(findings: list[Finding]) -> bool:
    """Whether the bot could start."""
    return all(finding.weight is not Weight.BAD for finding in findings)


def lines(findings: list[Finding]) -> str:
    """What an operator reads: each finding in English and in Persian."""
    return "\n".join(f"{each.weight}: {each.words('en')}\n    {each.words('fa')}" for each in findings)


async def examine(settings: Settings) -> list[Finding]:
    """Looks at all that the bot needs, whatever of it is missing."""
    blocking = [_database, _folder]
    if settings.role is not Role.BOT:
        blocking += [_model, _links]
    found = await asyncio.gather(_telegram(settings), *(asyncio.to_thread(look, settings) for look in blocking))
    return [finding for findings in found for finding in findings]


async def _telegram(settings: Settings) -> list[Finding]:
    try:
        async with bot_of(settings.telegram) as bot:
            return [_said(Weight.GOOD, TELEGRAM_WELL, name=bot.username)]
    except InvalidToken:
        return [_error(TokenRefused())]
    except TelegramError:
        return [_away(settings.telegram)]


def _away(telegram: Telegram) -> Finding:
    """The proxy by its host and port: the rest of its address may be a password."""
    if telegram.proxy is None:
        return _said(Weight.BAD, TELEGRAM_AWAY, address=telegram.api_url)
    return _said(
        Weight.BAD, PROXY_AWAY, address=telegram.api_url, proxy=urlsplit(telegram.proxy.url).netloc.rpartition("@")[2]
    )


def _database(settings: Settings) -> list[Finding]:
    try:
        store = Store.open(settings.database)
    except DabirError as error:
        return [_error(error)]
    store.close()
    return [_said(Weight.GOOD, DATABASE_WELL)]


def _folder(settings: Settings) -> list[Finding]:
    folder = settings.folder
    probe = folder / ".written"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        return [_error(OutputError(str(folder)))]
    free = shutil.disk_usage(folder).free
    weight, phrase = (Weight.GOOD, FOLDER_WELL) if free >= _ENOUGH_BYTES else (Weight.DOUBT, LITTLE_ROOM)
    return [_said(weight, phrase, path=str(folder), room=readable_bytes(free))]


def _model(settings: Settings) -> list[Finding]:
    try:
        model = chosen_model(settings)
    except NoModel:
        return [_said(Weight.BAD, MODEL_MISSING)]
    except DabirError as error:
        return [_error(error)]
    faults = inspect(model).faults
    return [_error(fault) for fault in faults] or [_said(Weight.GOOD, MODEL_WELL, name=model.name)]


def _links(settings: Settings) -> list[Finding]:
    if settings.links is Scope.OFF:
        return []
    try:
        require_tool()
        policy = LinkPolicy(settings.links, proxy=settings.telegram.proxy)
    except DabirError as error:
        return [_error(error)]
    told = [_noticed(notice) for notice in notices(policy)]
    if not _has_deno():
        told.append(_said(Weight.DOUBT, DENO_MISSING))
    return told or [_said(Weight.GOOD, LINKS_WELL)]


def chosen_model(settings: Settings) -> Path:
    """The folder of the checkpoint to run. Raises: ModelMissing, OptionError."""
    named = settings.model or choose()
    if named is None:
        raise NoModel(_INSTALLING)
    return locate(named)


def _has_deno() -> bool:
    """yt-dlp looks on the PATH and among our environment's packages."""
    return find_spec("deno") is not None or shutil.which("deno") is not None


def _said(weight: Weight, phrase: Phrase, **values: str) -> Finding:
    return Finding(weight, lambda language: phrase(language, **values))


def _noticed(notice: Notice) -> Finding:
    return Finding(Weight.DOUBT, lambda language: notice_sentence(notice, language))


def _error(error: DabirError) -> Finding:
    return Finding(Weight.BAD, lambda language: sentence(error, language))
