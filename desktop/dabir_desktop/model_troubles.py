"""What the window says where a model cannot be got. Pure.

Core's sentences name the command line's flags; here a mirror, a proxy and a file are a click away, and are offered.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dabir_core import errors
from dabir_core.errors import DabirError
from dabir_core.wording import nearest
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated

_WORDS: Final[Mapping[type[DabirError], Phrase]] = MappingProxyType(
    {
        errors.HubUnreachable: Phrase(
            en="The model hub cannot be reached from here. A mirror may be, or give the model's file if you have it. "
            "What has come so far is kept.",
            fa="از این‌جا به مخزن مدل‌ها راهی نیست. آینه را امتحان کنید یا اگر فایل مدل را دارید، همان را بدهید. "
            "آنچه تا حالا آمده، نگه داشته شده است.",
        ),
        errors.HubDenied: Phrase(
            en="The model hub does not let us in, perhaps because of where you are. Try a mirror, or give the file.",
            fa="مخزن مدل‌ها اجازه نمی‌دهد، شاید به‌خاطر تحریم. آینه را امتحان کنید یا فایل مدل را بدهید.",
        ),
        errors.HubBusy: Phrase(
            en="The model hub is busy. Try again in some minutes, and the download goes on where it was; or use a "
            "mirror.",
            fa="مخزن مدل‌ها شلوغ است. چند دقیقهٔ دیگر ادامه بدهید، از همان‌جا پی گرفته می‌شود؛ یا آینه را امتحان کنید.",
        ),
        errors.HubNotFound: Phrase(
            en="This hub does not have that model. Check its name, or try another mirror.",
            fa="این مخزن چنین مدلی ندارد. نام آن را بررسی کنید یا آینهٔ دیگری را امتحان کنید.",
        ),
        errors.HubError: Phrase(
            en="The model hub gave no proper answer. Try again, use a mirror, or give the model's file.",
            fa="مخزن مدل‌ها پاسخ درستی نداد. دوباره امتحان کنید، از آینه بگیرید یا فایل مدل را بدهید.",
        ),
        errors.DownloadCorrupt: Phrase(
            en="A file came damaged twice and was not kept. Try again, or use another mirror.",
            fa="یکی از فایل‌ها دو بار خراب رسید و نگه داشته نشد. دوباره امتحان کنید یا از آینهٔ دیگری بگیرید.",
        ),
        errors.DiskFull: Phrase(
            en="There is not enough free disk space for this model. Make room, or choose a smaller one.",
            fa="جای خالی دیسک برای این مدل کافی نیست. کمی جا باز کنید یا مدل کوچک‌تری انتخاب کنید.",
        ),
        errors.CheckpointIncomplete: Phrase(
            en="This is not a whole Whisper model; it lacks: {subject}",
            fa="این مدل کامل نیست و این‌ها را کم دارد: {subject}",
        ),
        errors.ArchiveRefused: Phrase(
            en="This archive is not safe to open, and nothing was taken from it. Give the model's folder instead.",
            fa="باز کردن این فایل امن نیست و چیزی از آن برداشته نشد. پوشهٔ مدل را بدهید.",
        ),
        errors.ArchiveDamaged: Phrase(
            en="This file is damaged, or neither zip nor tar.", fa="این فایل خراب است یا zip و tar نیست."
        ),
        errors.HubIdWrong: Phrase(
            en="A model's name has the form owner/name, such as openai/whisper-small.",
            fa="نام مدل باید به شکل owner/name باشد، مثلاً openai/whisper-small.",
        ),
    }
)
_OF_OPTIONS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "--name": Phrase(
            en="A model of this name is here already, or it is no name for one. Rename the file or folder, and give "
            "it again.",
            fa="مدلی با این نام هست، یا این نام برای مدل نمی‌شود. نام فایل یا پوشه را عوض کنید و دوباره بدهید.",
        ),
        "--mirror": Phrase(
            en="The mirror's address is not right. It begins with https://.",
            fa="نشانی آینه درست نیست. با \u2066https://\u2069 شروع می‌شود.",
        ),
        "--proxy": Phrase(
            en="The proxy's address is not right. Correct it in the settings.",
            fa="نشانی پراکسی درست نیست. آن را در تنظیمات درست کنید.",
        ),
    }
)


def words_for(error: DabirError, interface: Interface) -> str:
    """What happened and what to do, for somebody in front of a window."""
    option = error.subject.partition(" ")[0] if isinstance(error, errors.OptionError) else ""
    phrase = _OF_OPTIONS.get(option) or nearest(error, _WORDS)
    if phrase is None:
        return interface.error(error)
    return interface.text(phrase, subject=isolated(error.subject))


def wants_another_way(error: DabirError) -> bool:
    """Whether a mirror or a file would help."""
    is_of_mirror = isinstance(error, errors.OptionError) and error.subject.startswith("--mirror")
    return is_of_mirror or isinstance(error, errors.HubError | errors.DownloadCorrupt)
