"""From a message to jobs: who asks, how big, how long, how much today; then the order is stored.

Nothing here asks Telegram for anything: an update is dealt with in milliseconds, and one that comes twice makes the
same jobs. Refusals are told beside.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dabir_bot.admission import Quota, Verdict, admit, settle
from dabir_bot.errors import sentence
from dabir_bot.job_errors import JobError, SoundTooBig, SoundTooLong
from dabir_bot.orders import Order, SoundKind
from dabir_bot.refusals import AdmissionAsked, NotAdmitted, VisitorRefused
from dabir_bot.services import Services
from dabir_bot.settings import Settings
from dabir_bot.sounds import Sound, link_title
from dabir_bot.talk import Place
from dabir_bot.visitors import Visitor
from dabir_core.errors import DabirError
from dabir_core.fetch import Scope
from dabir_core.link_errors import LinksOff
from dabir_core.sentences import Language


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for with one update.

    place     of the message that holds the sounds, which the answers reply to
    asked_at  seconds since 1970
    speaker   who sent them; 0 where Telegram does not tell
    album     Telegram's media group, or nothing
    language  what is spoken, where the person says so; "" as the chat has chosen
    """

    update: int
    visitor: Visitor
    place: Place
    asked_at: float
    speaker: int = 0
    album: str = ""
    language: str = ""


async def take(services: Services, request: Request, sounds: Sequence[Sound]) -> None:
    """Makes jobs of the sounds, or tells why not. Raises: DatabaseClosed."""
    speaks = await speaks_to(services, request.visitor)
    if not await may_enter(services, request.visitor, request.place):
        return
    chosen = await asyncio.to_thread(services.store.chats.settings, request.visitor.chat)
    language = chosen.language if not request.language else None if request.language == "auto" else request.language
    for number, sound in enumerate(sounds):
        order = _order(request, sound, number=number, spoken=(language, speaks))
        if len(sounds) > 1:
            order = replace(order, name=order.name or link_title(sound.link))
        await submit(services, order, place=request.place)


async def submit(services: Services, order: Order, *, place: Place) -> bool:
    """Stores a job, or tells why not. Returns whether it is stored. Raises: DatabaseClosed."""
    try:
        refuse_oversized(order, services.settings)
        if order.person not in services.settings.access.admins:
            await Quota(services.store, services.settings.limits).charge(order)
    except (JobError, VisitorRefused, LinksOff) as refusal:
        tell(services, refusal, place=place, speaks=order.speaks)
        return False
    try:
        await services.jobs.submit(order)
    except JobError as refusal:
        await asyncio.to_thread(settle, services.store, order, 0.0)
        tell(services, refusal, place=place, speaks=order.speaks)
        return False
    return True


def refuse_oversized(order: Order, settings: Settings) -> None:
    """Looks at what the sender's app declares. Pure. Raises: SoundTooBig, SoundTooLong, LinksOff."""
    if order.kind is SoundKind.LINK and settings.links is Scope.OFF:
        raise LinksOff
    if (order.size_bytes or 0) > settings.telegram.most_bytes:
        raise SoundTooBig(str(settings.telegram.most_bytes >> 20))
    if (order.duration or 0.0) > settings.limits.longest:
        raise SoundTooLong(str(settings.limits.longest_minutes))


async def may_enter(services: Services, visitor: Visitor, place: Place) -> bool:
    """Whether somebody may use the bot; who may not is told, except who is banned. Raises: DatabaseClosed."""
    verdict = await admit(visitor, services.settings.access, services.store)
    speaks = await speaks_to(services, visitor)
    if verdict is Verdict.REFUSED:
        tell(services, NotAdmitted(), place=place, speaks=speaks)
    elif verdict is Verdict.MUST_ASK:
        services.requests.ask(visitor)
        tell(services, AdmissionAsked(), place=place, speaks=speaks)
    return verdict is Verdict.ADMITTED


async def speaks_to(services: Services, visitor: Visitor) -> Language:
    """The language for somebody: what the chat chose, else that of the person's app. Raises: DatabaseClosed."""
    chosen = await asyncio.to_thread(services.store.chats.settings, visitor.chat)
    return chosen.speaks or visitor.speaks


def tell(services: Services, refusal: DabirError, *, place: Place, speaks: Language) -> None:
    """Says why something is not done."""
    services.talk.say(place, sentence(refusal, speaks))


def _order(request: Request, sound: Sound, *, number: int, spoken: tuple[str | None, Language]) -> Order:
    return Order(
        request.update,
        request.visitor.chat,
        request.place.message or 0,
        request.visitor.person,
        sound.kind,
        speaker=request.speaker,
        number=number,
        topic=request.place.topic,
        file_id=sound.file_id,
        file_key=sound.file_key,
        link=sound.link,
        name=sound.name,
        duration=sound.duration,
        size_bytes=sound.size_bytes,
        language=spoken[0],
        speaks=spoken[1],
        album=request.album,
        asked_at=request.asked_at,
    )
