"""What training refuses, in words for the person who trains; what core refuses has core's.

TrainingError
├── RunFileWrong
├── SourceWrong
├── PreparedSetWrong
├── CheckpointWrong
│   └── Superseded
├── OtherRun
├── Diverged
├── EvaluationWrong
│   └── NotComparable
├── HelperLost
├── LibraryMissing
└── PeerFailed
"""

from collections.abc import Mapping
from types import MappingProxyType

from dabir_core import sentences
from dabir_core.errors import DabirError
from dabir_core.phrase import Phrase
from dabir_core.sentences import Language
from dabir_core.wording import nearest


class TrainingError(DabirError):
    """A step of a training run cannot be made."""


class RunFileWrong(TrainingError):
    """The subject says which key of the run file cannot be obeyed, and what is nearest."""


class SourceWrong(TrainingError):
    """The subject, a source of speech, is missing, damaged or of no form that we read."""


class PreparedSetWrong(TrainingError):
    """The subject, a prepared set, is missing, half made, or was made for another run file."""


class CheckpointWrong(TrainingError):
    """The subject, a checkpoint to start or go on from, cannot be used."""


class Superseded(CheckpointWrong):
    """The subject, a folder made of a run's checkpoints, is of others than stand now; it says what makes it anew."""


class OtherRun(TrainingError):
    """The subject says which settings differ from those that the run's checkpoints were made with."""


class Diverged(TrainingError):
    """The subject says at which step the loss was lost, and what it was."""


class EvaluationWrong(TrainingError):
    """The subject, an evaluation, is missing or damaged."""


class NotComparable(EvaluationWrong):
    """The subject says why nothing can be compared with the evaluation that was named."""


class HelperLost(TrainingError):
    """The subject says how many helper processes there were when one of them was ended from without."""


class LibraryMissing(TrainingError):
    """The subject is the pip command that installs the library that a setting needs."""


class PeerFailed(TrainingError):
    """The subject says why another engine cannot be installed here or does not take a release."""


TRAINING_WORDS: Mapping[type[DabirError], Phrase] = MappingProxyType(
    {
        TrainingError: Phrase(
            fa="این گام از آموزش انجام نشد: {subject}. آن را اصلاح کنید و همان دستور را دوباره بدهید.",
            en="This step of the training could not be made: {subject}. Mend it and give the same command again.",
        ),
        RunFileWrong: Phrase(
            fa="فایل آموزش را نمی‌توان اجرا کرد: {subject}. آن را اصلاح کنید.",
            en="The run file cannot be obeyed: {subject}. Mend it there.",
        ),
        SourceWrong: Phrase(
            fa="این منبع گفتار خوانده نشد: {subject}. نشانی و سالم بودن آن را بررسی کنید.",
            en="This source of speech cannot be read: {subject}. Check its path and that it is whole.",
        ),
        PreparedSetWrong: Phrase(
            fa="مجموعهٔ آماده به کار نمی‌آید: {subject}. «dabir-train prepare» را دوباره اجرا کنید.",
            en="The prepared set cannot be used: {subject}. Run `dabir-train prepare` again.",
        ),
        CheckpointWrong: Phrase(
            fa="این مدل به کار نمی‌آید: {subject}. پوشهٔ دیگری بدهید یا آن را دوباره دانلود کنید.",
            en="This checkpoint cannot be used: {subject}. Give another folder or download it again.",
        ),
        Superseded: Phrase(
            fa="این پوشه از نقطه‌های آموزشِ کنونی یا با تنظیم‌های کنونی ساخته نشده است: {subject}.",
            en="This folder was made of other checkpoints, or with other settings, than the run has now: {subject}.",
        ),
        OtherRun: Phrase(
            fa="این آموزش با تنظیم‌های دیگری آغاز شده است: {subject}. آن‌ها را برگردانید یا با --fresh از نو آغاز کنید.",
            en="This run's folder was begun with other settings: {subject}. Put them back, or begin anew with --fresh.",
        ),
        Diverged: Phrase(
            fa="آموزش از هم پاشید: {subject}. train.learning_rate را کم کنید و با --fresh از نو آغاز کنید.",
            en="The training fell apart: {subject}. Lower train.learning_rate and begin anew with --fresh.",
        ),
        EvaluationWrong: Phrase(
            fa="این ارزیابی به کار نمی‌آید: {subject}. آن را پاک کنید یا پوشهٔ دیگری بدهید.",
            en="This evaluation cannot be used: {subject}. Remove it or give another folder.",
        ),
        NotComparable: Phrase(
            fa="با این ارزیابی نمی‌توان مقایسه کرد: {subject}. پوشهٔ ارزیابیِ کاملی از همان تکه‌ها را به --against بدهید.",
            en="Nothing can be compared with this evaluation: {subject}. Give a finished one of the same clips.",
        ),
        HelperLost: Phrase(
            fa="یکی از {subject} پردازهٔ کمکی از بیرون بسته شد؛ بیشتر وقت‌ها حافظه کم آمده است."
            " برنامه‌های دیگر را ببندید و همان دستور را دوباره بدهید؛ کار از همان‌جا پی گرفته می‌شود.",
            en="One of {subject} helper processes was ended from without; mostly memory ran out."
            " Close other programs and give the same command again; it goes on where it stopped.",
        ),
        PeerFailed: Phrase(
            fa="آن موتور دیگر این مدل را نپذیرفت: {subject}. خود موتور و نسخهٔ آن را بررسی کنید.",
            en="The other engine does not take this model: {subject}. Check that engine and its version.",
        ),
        LibraryMissing: Phrase(
            fa="کتابخانه‌ای که این تنظیم لازم دارد نصب نیست. این دستور را اجرا کنید: {subject}",
            en="The library that this setting needs is not installed. Run: {subject}",
        ),
    }
)


def sentence(error: DabirError, language: Language) -> str:
    """What happened and what to do: in our words for our errors, in core's for its own."""
    phrase = nearest(error, TRAINING_WORDS)
    return sentences.sentence(error, language) if phrase is None else phrase(language, subject=error.subject)
