"""What can be wrong with the library itself, in words for people; what core refuses has core's."""

from collections.abc import Mapping
from types import MappingProxyType

from dabir_core.errors import DabirError
from dabir_core.phrase import Phrase


class LibraryTooNew(DabirError):
    """A later Dabir has changed the library's database, the subject; we would spoil it."""


class LibraryClosed(DabirError):
    """The library's database, the subject, can be neither read nor written now: no permission, no room, no disk."""


class LibraryDamaged(DabirError):
    """The library's database, the subject, turned out damaged while in use; it is set aside at the next start."""


class ItemMissing(DabirError):
    """There is no such item any more."""


class ItemFileRefused(DabirError):
    """The subject, a file, holds no item that was exported, or a damaged one."""


LIBRARY_WORDS: Mapping[type[DabirError], Phrase] = MappingProxyType(
    {
        LibraryTooNew: Phrase(
            en="The library was opened by a newer Dabir, and this one could spoil it. Install the newer Dabir again.",
            fa="کتابخانه را نسخهٔ تازه‌تری از دبیر باز کرده است و این نسخه شاید خرابش کند. نسخهٔ تازه‌تر را نصب کنید.",
        ),
        LibraryClosed: Phrase(
            en="The library can be neither read nor written. Check the free space and the permissions of {subject}.",
            fa="کتابخانه نه خوانده می‌شود و نه نوشته. جای خالی دیسک و دسترسی‌های {subject} را بررسی کنید.",
        ),
        LibraryDamaged: Phrase(
            en="The library's file is damaged. Start Dabir again: it sets the file aside and saves what can be read.",
            fa="فایل کتابخانه آسیب دیده است. دبیر را دوباره باز کنید تا آن را کنار بگذارد و هر چه می‌شود نجات دهد.",
        ),
        ItemMissing: Phrase(en="This item is not in the library any more.", fa="این مورد دیگر در کتابخانه نیست."),
        ItemFileRefused: Phrase(
            en="{subject} was not exported from Dabir, or is damaged. Choose another file.",
            fa="{subject} از دبیر برون‌بری نشده یا آسیب دیده است. فایل دیگری انتخاب کنید.",
        ),
    }
)
"""The sentence of each class, with its `{subject}`."""

SET_ASIDE = Phrase(
    en="The library's file was damaged. It is kept as {path}, and a new library is begun.",
    fa="فایل کتابخانه آسیب دیده بود. آن را با نام {path} نگه داشتیم و کتابخانهٔ تازه‌ای ساختیم.",
)
"""What the user is told where nothing could be read of it."""
SALVAGED = Phrase(
    en="The library's file was damaged; saved from it: {whole} items whole, {cut} in part. The old file is {path}.",
    fa="فایل کتابخانه آسیب دیده بود؛ {whole} مورد کامل و {cut} مورد ناقص نجات یافت. فایل قدیمی در {path} مانده است.",
)
"""What the user is told where something could."""
