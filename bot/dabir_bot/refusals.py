"""Why the bot does not take a sound, apart from what jobs refuse: in words for people; see `dabir_core.errors`.

DabirError
└── VisitorRefused    QuotaSpent, NotAdmitted, AdmissionAsked, SoundMissing, AnswerForgotten, NotYours
"""

from collections.abc import Mapping
from types import MappingProxyType

from dabir_core.errors import DabirError
from dabir_core.phrase import Phrase


class VisitorRefused(DabirError):
    """What a person asks for is not done."""


class QuotaSpent(VisitorRefused):
    """With this sound, the day's minutes would be more than are allowed; the subject is how many those are."""


class NotAdmitted(VisitorRefused):
    """The bot is for others."""


class AdmissionAsked(VisitorRefused):
    """An admin was asked to let the person in, and has not answered."""


class SoundMissing(VisitorRefused):
    """There is nothing to be made into text in what was sent or pointed at."""


class AnswerForgotten(VisitorRefused):
    """The text is not kept any more."""


class NotYours(VisitorRefused):
    """Only who asked for it, or an admin, may do that."""


REFUSAL_WORDS: Mapping[type[DabirError], Phrase] = MappingProxyType(
    {
        QuotaSpent: Phrase(
            en="This would be more than your {subject} minutes for today. Send it again tomorrow.",
            fa="این از سهم امروز شما ({subject} دقیقه) بیشتر می‌شود. فردا دوباره بفرستید.",
        ),
        NotAdmitted: Phrase(
            en="This bot is private. Ask its operator to let you in.",
            fa="این ربات خصوصی است. از گرداننده‌اش بخواهید راهتان بدهد.",
        ),
        AdmissionAsked: Phrase(
            en="This bot is private. I have asked its operator to let you in; send your file again after that.",
            fa="این ربات خصوصی است. از گرداننده‌اش خواستم راهتان بدهد؛ پس از آن فایلتان را دوباره بفرستید.",
        ),
        SoundMissing: Phrase(
            en="I find no sound here. Send a voice note, a file with sound, or a link; in groups, reply to one "
            "with /transcribe.",
            fa="اینجا صدایی پیدا نکردم. پیام صوتی، فایل صدادار یا پیوند بفرستید؛ در گروه، روی آن با "
            "‎/transcribe پاسخ بدهید.",
        ),
        AnswerForgotten: Phrase(
            en="I do not keep this text any more. Send the sound again.",
            fa="دیگر این متن را نگه نداشته‌ام. صدا را دوباره بفرستید.",
        ),
        NotYours: Phrase(
            en="Only the one who asked, or an admin, can do that.",
            fa="فقط خودِ درخواست‌کننده یا یک مدیر می‌تواند این کار را بکند.",
        ),
    }
)
"""The sentence of each class, with its `{subject}`."""
