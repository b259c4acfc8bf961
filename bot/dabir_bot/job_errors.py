"""What can be wrong with a job or with its place among others, in words for people; see `dabir_core.errors`.

DabirError
├── JobError         TooManyJobs, SoundTooBig, SoundTooLong, SoundGone, SoundNotReceived, JobFailed
└── ExecutorTaken
"""

from collections.abc import Mapping
from types import MappingProxyType

from dabir_core.errors import DabirError
from dabir_core.link_errors import LinkRegion, LinkUnreachable
from dabir_core.phrase import Phrase


class JobError(DabirError):
    """A sound is not made into text."""


class TooManyJobs(JobError):
    """The person has as many jobs under way as are allowed; the subject is how many."""


class SoundTooBig(JobError):
    """The file is bigger than Telegram gives to bots; the subject is the limit in megabytes."""


class SoundTooLong(JobError):
    """The recording is longer than the operator allows; the subject is the limit in minutes."""


class SoundGone(JobError):
    """Telegram does not give the file any more."""


class SoundNotReceived(JobError):
    """The file did not come whole, however often it was asked for."""


class JobFailed(JobError):
    """Something that nobody foresaw; the subject is the number by which the operator finds it in the log."""


class ExecutorTaken(DabirError):
    """Another process works under the name that the subject is, on the same database."""


JOB_WORDS: Mapping[type[DabirError], Phrase] = MappingProxyType(
    {
        TooManyJobs: Phrase(
            en="You already have {subject} recordings waiting. Send this one again when one of them is done.",
            fa="همین حالا {subject} فایل شما در نوبت است. یکی که آماده شد، این را دوباره بفرستید.",
        ),
        SoundTooBig: Phrase(
            en="This file is larger than {subject} MB, and Telegram gives such files to no bot. Send its sound only "
            "(as m4a or ogg), or send it in parts.",
            fa="این فایل بزرگ‌تر از {subject} مگابایت است و تلگرام چنین فایل‌هایی را به ربات‌ها نمی‌دهد. "
            "فقط صدایش را (m4a یا ogg) یا خودش را چند تکه بفرستید.",
        ),
        SoundTooLong: Phrase(
            en="This is longer than {subject} minutes, the most that I take at once. Send it in parts.",
            fa="این صدا از {subject} دقیقه بلندتر است و من هر بار تا همین‌قدر می‌نویسم. آن را چند تکه بفرستید.",
        ),
        SoundGone: Phrase(
            en="Telegram does not have this file any more. Send it again.",
            fa="تلگرام دیگر این فایل را ندارد. دوباره بفرستیدش.",
        ),
        SoundNotReceived: Phrase(
            en="The file did not reach me whole. Send it again in a while.",
            fa="فایل کامل به دستم نرسید. کمی بعد دوباره بفرستیدش.",
        ),
        JobFailed: Phrase(
            en="This did not work, and not through your fault. Send it again; if it fails again, tell the bot's "
            "operator the number {subject}.",
            fa="نشد، و تقصیر شما نیست. دوباره بفرستید؛ اگر باز هم نشد، شمارهٔ {subject} را به گردانندهٔ ربات بگویید.",
        ),
        LinkUnreachable: Phrase(
            en="I could not reach the site of this link, or it broke off. Send it again in a while, or send the "
            "file itself.",
            fa="به سایت این پیوند نرسیدم یا ارتباط قطع شد. کمی بعد دوباره بفرستید، یا خود فایل را بفرستید.",
        ),
        LinkRegion: Phrase(
            en="This link is closed in the country where I work. Send the file itself.",
            fa="این پیوند در کشوری که من در آن کار می‌کنم بسته است. خود فایل را بفرستید.",
        ),
        ExecutorTaken: Phrase(
            en="Another process already works as {subject} on this database. Stop it, or give this one another "
            "executor name.",
            fa="فرایند دیگری با نام {subject} روی همین پایگاه داده کار می‌کند. "
            "آن را ببندید یا برای این یکی نام دیگری بگذارید.",
        ),
    }
)
"""The sentence of each class, with its `{subject}`; of core's, those that would send people to their own network."""
