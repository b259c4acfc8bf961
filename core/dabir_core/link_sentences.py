"""What people read when a link gives no sound, in Persian and English; `sentences` says how they are used."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dabir_core import errors
from dabir_core import link_errors as links
from dabir_core.wording import Noun, Wording

_FA_LINK = Noun("پیوند «{subject}»", "این پیوند")
_FA_SITE = Noun("سایت «{subject}»", "این سایت")
_FA_BRACKETS = Noun(" («{subject}»)", "")
_FA_AT_MOST = Noun(" (حداکثر {subject})", "")

LINK_FA: Final[Mapping[type[errors.DabirError], Wording]] = MappingProxyType(
    {
        links.FetchError: Wording("صدای {it} دریافت نشد. بعداً دوباره امتحان کنید یا خود فایل را بدهید.", _FA_LINK),
        links.LinkUnsupported: Wording("{it} را نمی‌شناسیم. نشانی را بررسی کنید یا خود فایل را بدهید.", _FA_LINK),
        links.LinksOff: Wording("دریافت از پیوند خاموش است{it}. خود فایل را بدهید.", _FA_BRACKETS),
        links.LinkNotListed: Wording(
            "{it} در فهرست سایت‌هایی نیست که از آن‌ها دریافت می‌کنیم. خود فایل را بدهید.", _FA_SITE
        ),
        links.LinkBlocked: Wording("نشانی {it} مجاز نیست. پیوند دیگری امتحان کنید یا خود فایل را بدهید.", _FA_LINK),
        links.LinkBotCheck: Wording(
            "{it} این دستگاه را راه نمی‌دهد و مشکل از شما نیست. بعداً امتحان کنید یا خود فایل را بدهید.", _FA_SITE
        ),
        links.LinkPrivate: Wording(
            "{it} خصوصی است و فقط پیوندهای عمومی خوانده می‌شوند. آن را عمومی کنید یا خود فایل را بدهید.", _FA_LINK
        ),
        links.LinkAge: Wording("{it} محدودیت سنی دارد و بدون ورود به حساب باز نمی‌شود. خود فایل را بدهید.", _FA_LINK),
        links.LinkRegion: Wording(
            "{it} در این کشور بسته است. با پراکسی دوباره امتحان کنید یا خود فایل را بدهید.", _FA_LINK
        ),
        links.LinkLive: Wording("{it} پخش زنده است. پس از پایان آن دوباره امتحان کنید.", _FA_LINK),
        links.LinkPlaylist: Wording("{it} فهرستی از چند قسمت است. پیوند یک قسمت را بدهید.", _FA_LINK),
        links.LinkTooLong: Wording("طول صدای این پیوند بیش از اندازهٔ مجاز است{it}. پیوند کوتاه‌تری بدهید.", _FA_AT_MOST),
        links.LinkTooBig: Wording(
            "حجم فایل این پیوند بیش از اندازهٔ مجاز است{it}. نسخهٔ کوچک‌تری از آن بدهید.", _FA_AT_MOST
        ),
        links.LinkMemory: Wording(
            "باز کردن {it} بیش از اندازهٔ مجاز حافظه می‌خواهد و آن را متوقف کردیم. خود فایل را بدهید.", _FA_LINK
        ),
        links.LinkNoAudio: Wording(
            "{it} صدایی ندارد که بتوان دریافت کرد. پیوند دیگری امتحان کنید یا خود فایل را بدهید.", _FA_LINK
        ),
        links.LinkGone: Wording("{it} دیگر در دسترس نیست. نشانی را بررسی کنید یا پیوند دیگری بدهید.", _FA_LINK),
        links.LinkRateLimited: Wording(
            "{it} فعلاً درخواست دیگری نمی‌پذیرد. چند دقیقهٔ دیگر دوباره امتحان کنید.", _FA_SITE
        ),
        links.LinkUnreachable: Wording(
            "{it} پاسخ نداد یا ارتباط قطع شد. اینترنت را بررسی کنید و دوباره امتحان کنید.", _FA_SITE
        ),
        links.LinkTimeout: Wording(
            "دریافت {it} بیش از زمان مجاز طول کشید. دوباره امتحان کنید یا خود فایل را بدهید.", _FA_LINK
        ),
        links.LinkToolMissing: Wording(
            "ابزار دریافت از پیوند نصب نیست یا خیلی قدیمی است. {it}",
            Noun("این دستور را اجرا کنید: {subject}", "راهنمای نصب را ببینید و آن را نصب کنید."),
        ),
    }
)

_EN_LINK = Noun("the link to “{subject}”", "this link")
_EN_SITE = Noun("the site “{subject}”", "this site")
_EN_BRACKETS = Noun(" (“{subject}”)", "")
_EN_AT_MOST = Noun(" (at most {subject})", "")

LINK_EN: Final[Mapping[type[errors.DabirError], Wording]] = MappingProxyType(
    {
        links.FetchError: Wording("{it} gave no sound. Try again later, or use the file itself.", _EN_LINK),
        links.LinkUnsupported: Wording("{it} is unknown to us. Check it, or use the file itself.", _EN_LINK),
        links.LinksOff: Wording("fetching links is switched off{it}. Use the file itself.", _EN_BRACKETS),
        links.LinkNotListed: Wording("{it} is not among those that are fetched from. Use the file itself.", _EN_SITE),
        links.LinkBlocked: Wording(
            "{it} leads to an address that is not allowed. Try another link, or use the file itself.", _EN_LINK
        ),
        links.LinkBotCheck: Wording(
            "{it} does not let this machine in, which is not your fault. Try later, or use the file itself.", _EN_SITE
        ),
        links.LinkPrivate: Wording(
            "{it} is private, and only public ones can be read. Use the file itself, or make it public.", _EN_LINK
        ),
        links.LinkAge: Wording(
            "{it} has an age limit and does not open without an account. Use the file itself.", _EN_LINK
        ),
        links.LinkRegion: Wording(
            "{it} is closed in this country. Try again through a proxy, or use the file itself.", _EN_LINK
        ),
        links.LinkLive: Wording("{it} is a live stream. Try again when it has ended.", _EN_LINK),
        links.LinkPlaylist: Wording("{it} is a list of several recordings. Use the link of one of them.", _EN_LINK),
        links.LinkTooLong: Wording(
            "what is behind this link is longer than is allowed{it}. Choose a shorter one.", _EN_AT_MOST
        ),
        links.LinkTooBig: Wording(
            "the file behind this link is bigger than is allowed{it}. Choose a smaller one.", _EN_AT_MOST
        ),
        links.LinkMemory: Wording(
            "opening {it} takes more memory than is allowed, so it was stopped. Use the file itself.", _EN_LINK
        ),
        links.LinkNoAudio: Wording(
            "{it} has no sound that can be had. Try another link, or use the file itself.", _EN_LINK
        ),
        links.LinkGone: Wording("{it} leads to nothing any more. Check it, or use another one.", _EN_LINK),
        links.LinkRateLimited: Wording("{it} takes no more requests for now. Try again in some minutes.", _EN_SITE),
        links.LinkUnreachable: Wording(
            "{it} did not answer, or the connection broke. Check your network and try again.", _EN_SITE
        ),
        links.LinkTimeout: Wording("{it} took longer than is allowed. Try again, or use the file itself.", _EN_LINK),
        links.LinkToolMissing: Wording(
            "the tool that fetches links is not installed or too old. {it}",
            Noun("Run this command: {subject}", "See the guide and install it."),
        ),
    }
)
