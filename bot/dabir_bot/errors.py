"""What can be wrong with the bot itself, in words for its operator and for people; what core refuses has core's.

DabirError
├── SettingError    SettingUnknown, SettingWrong, SettingMissing, SettingsFileWrong
├── DatabaseError   DatabaseClosed, DatabaseTooNew, DatabaseUnknown
├── TokenRefused
└── PortTaken
"""

from collections.abc import Mapping
from types import MappingProxyType

from dabir_bot.job_errors import JOB_WORDS
from dabir_bot.refusals import REFUSAL_WORDS
from dabir_core import sentences
from dabir_core.errors import DabirError
from dabir_core.phrase import Phrase
from dabir_core.sentences import Language
from dabir_core.text import Digits
from dabir_core.text.digits import with_digits
from dabir_core.wording import nearest


class SettingError(DabirError):
    """A setting cannot be obeyed."""


class SettingUnknown(SettingError):
    """There is no such setting; the subject names it and the nearest one that there is."""


class SettingWrong(SettingError):
    """The value of the subject, a setting, is not allowed; the subject says what is."""


class SettingMissing(SettingError):
    """The subject, a setting without which nothing runs, was not given."""


class SettingsFileWrong(SettingError):
    """The subject, the settings' file, cannot be read or is no TOML."""


class DatabaseError(DabirError):
    """The bot's database cannot be used."""


class DatabaseClosed(DatabaseError):
    """It can be neither reached nor written now: no permission, no room, no server."""


class DatabaseTooNew(DatabaseError):
    """A later Dabir has changed it; we would spoil it."""


class DatabaseUnknown(DatabaseError):
    """Its address is none of SQLite or PostgreSQL."""


class TokenRefused(DabirError):
    """Telegram does not know our token."""


class PortTaken(DabirError):
    """Nobody can be listened to at the subject, a host and a port: it is taken, or not ours."""


BOT_WORDS: Mapping[type[DabirError], Phrase] = MappingProxyType(
    {
        SettingUnknown: Phrase(
            en="There is no setting {subject}. Correct its name.",
            fa="تنظیمی به نام {subject} نداریم. نامش را درست کنید.",
        ),
        SettingWrong: Phrase(
            en="The setting {subject} is not accepted. Correct its value.",
            fa="مقدار تنظیم {subject} پذیرفته نیست. آن را درست کنید.",
        ),
        SettingMissing: Phrase(
            en="The setting {subject} is missing, and the bot cannot run without it.",
            fa="تنظیم {subject} داده نشده است و ربات بدون آن کار نمی‌کند.",
        ),
        SettingsFileWrong: Phrase(
            en="The settings' file {subject} cannot be read, or is not valid TOML.",
            fa="فایل تنظیمات {subject} خوانده نمی‌شود یا TOML درستی نیست.",
        ),
        DatabaseClosed: Phrase(
            en="The database can be neither reached nor written. Check its address, permissions and free space.",
            fa="پایگاه داده در دسترس نیست یا نوشته نمی‌شود. نشانی، دسترسی‌ها و جای خالی دیسک را بررسی کنید.",
        ),
        DatabaseTooNew: Phrase(
            en="The database was used by a newer Dabir, and this one could spoil it. Install the newer Dabir again.",
            fa="این پایگاه داده را نسخهٔ تازه‌تری از دبیر به کار برده است و این نسخه شاید خرابش کند. "
            "نسخهٔ تازه‌تر را نصب کنید.",
        ),
        DatabaseUnknown: Phrase(
            en="The database's address must begin with sqlite: or postgresql:.",
            fa="نشانی پایگاه داده باید با sqlite: یا postgresql: شروع شود.",
        ),
        TokenRefused: Phrase(
            en="Telegram does not know this token. Ask @BotFather for the right one and put it into DABIR_BOT_TOKEN.",
            fa="تلگرام این توکن را نمی‌شناسد. توکن درست را از @BotFather بگیرید و در DABIR_BOT_TOKEN بگذارید.",
        ),
        PortTaken: Phrase(
            en="Nothing can listen at {subject}. Choose another port, or stop the program that has it.",
            fa="در {subject} نمی‌شود گوش داد. درگاه دیگری انتخاب کنید یا برنامه‌ای را که آن را گرفته است ببندید.",
        ),
        **JOB_WORDS,
        **REFUSAL_WORDS,
    }
)
"""The sentence of each class, with its `{subject}`."""


def sentence(error: DabirError, language: Language) -> str:
    """What happened and what to do: in our words for our errors, in core's for its own."""
    phrase = nearest(error, BOT_WORDS)
    if phrase is None:
        return sentences.sentence(error, language)
    is_number = error.subject.isdecimal() and language == "fa"
    return phrase(language, subject=with_digits(error.subject, Digits.PERSIAN) if is_number else error.subject)
