"""Why the bot does not take a sound, apart from what jobs refuse: in words for people; see `dabir_core.errors`.

DabirError
└── VisitorRefused    QuotaSpent, NotAdmitted, AdmissionAsked, SoundMissing, SoundNotPointedAt, CommandUnknown,
                      AnswerForgotten, NotYours
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
    """There is nothing to be made into text in what was sent."""


class SoundNotPointedAt(VisitorRefused):
    """Somebody in a group wants a text, but points at no sound."""


class CommandUnknown(VisitorRefused):
    """There is no such command."""


class AnswerForgotten(VisitorRefused):
    """The text is not kept any more."""


class NotYours(VisitorRefused):
    """Only who asked for it, or an admin, may do that."""


REFUSAL_WORDS: Mapping[type[DabirError], Phrase] = MappingProxyType(
    {
        QuotaSpent: Phrase(
            en="With this you would be over your {subject} minutes for today. Send it again tomorrow "
            "(after midnight UTC), or a shorter one now.",
            fa="با این صدا از سهم امروزتان، {subject} دقیقه، بیشتر می‌شود. فردا (از ۳:۳۰ بامداد تهران) دوباره "
            "بفرستید یا حالا صدای کوتاه‌تری.",
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
            en="I find no sound here. Send a voice note, a sound or video file, or a link to one.",
            fa="اینجا صدایی پیدا نکردم. پیام صوتی، فایل صدا یا ویدیو، یا پیوند آن را بفرستید.",
        ),
        SoundNotPointedAt: Phrase(
            en="Which recording? Reply with /transcribe to the voice note, the video or the link itself.",
            fa="متن کدام صدا؟ روی خود پیام صوتی، ویدیو یا پیوند با ‎/transcribe پاسخ بدهید.",
        ),
        CommandUnknown: Phrase(
            en="I do not know this command. What I can do: /help.",
            fa="این دستور را نمی‌شناسم. کارهایی که از من برمی‌آید: ‎/help.",
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
