"""What can be wrong with a job or with its place among others, in words for people; see `dabir_core.errors`.

DabirError
├── JobError         TooManyJobs, SoundTooBig, SoundTooLong, SoundGone, SoundNotReceived, JobFailed
└── ExecutorTaken
"""

from collections.abc import Mapping
from types import MappingProxyType

from dabir_core.errors import DabirError
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
            fa="اکنون {subject} فایل شما در نوبت است. این یکی را پس از آماده شدن یکی از آن‌ها دوباره بفرستید.",
        ),
        SoundTooBig: Phrase(
            en="Telegram gives bots no files over {subject} MB. Send it in parts, or as sound only.",
            fa="تلگرام فایل‌های بزرگ‌تر از {subject} مگابایت را به ربات‌ها نمی‌دهد. آن را تکه‌تکه یا فقط صدایش را بفرستید.",
        ),
        SoundTooLong: Phrase(
            en="This is longer than {subject} minutes, the most that I take. Send it in parts.",
            fa="این بلندتر از {subject} دقیقه است که سقف کار من است. آن را تکه‌تکه بفرستید.",
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
        ExecutorTaken: Phrase(
            en="Another process already works as {subject} on this database. Stop it, or give this one another "
            "executor name.",
            fa="فرایند دیگری با نام {subject} روی همین پایگاه داده کار می‌کند. "
            "آن را ببندید یا برای این یکی نام دیگری بگذارید.",
        ),
    }
)
"""The sentence of each class, with its `{subject}`."""
