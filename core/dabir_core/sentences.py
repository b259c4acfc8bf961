"""What people read when something goes wrong: one sentence on what happened, one on what to do, in Persian and English.

Written once for all apps; an app adds only the sentences of its own errors. A class without words of its own has its
parent's. `{it}` is replaced by what the error speaks of: by its subject, or by a pronoun where it has none. The text of
an exception is never shown. Sentences are in logical order; isolating paths in them is for whoever renders them.
"""

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType
from typing import Literal

from dabir_core import errors
from dabir_core.hub_sentences import HUB_EN, HUB_FA
from dabir_core.link_sentences import LINK_EN, LINK_FA
from dabir_core.notices import Notice
from dabir_core.recording_sentences import RECORD_EN, RECORD_FA
from dabir_core.text.digits import Digits, with_digits
from dabir_core.transcript import TranscriptWarning, WarningKind
from dabir_core.units import clock
from dabir_core.wording import Noun, Wording, nearest

Language = Literal["fa", "en"]


_FA_FILE = Noun("فایل «{subject}»", "این فایل")
_FA_ANY = Noun("«{subject}»", "این فایل")
_FA_MODEL = Noun("مدل «{subject}»", "این مدل")
_FA_BRACKETS = Noun(" («{subject}»)", "")

_FA: Mapping[type[errors.DabirError], Wording] = MappingProxyType(
    {
        errors.DabirError: Wording(
            "کاری که خواستید انجام نشد{it}. دوباره امتحان کنید و اگر باز هم نشد، به ما خبر بدهید.", _FA_BRACKETS
        ),
        errors.OptionError: Wording(
            "{it} پذیرفته نیست. مقدارهای مجاز را در راهنما ببینید و دوباره امتحان کنید.",
            Noun("گزینهٔ «{subject}»", "این گزینه"),
        ),
        errors.OutputError: Wording(
            "{it} نوشته نشد. جای خالی دیسک و اجازهٔ نوشتن در پوشه را بررسی کنید یا پوشهٔ دیگری انتخاب کنید.", _FA_FILE
        ),
        errors.AudioError: Wording(
            "صدای {it} خوانده نشد. آن را در یک پخش‌کننده امتحان کنید یا فایل دیگری بدهید.", _FA_ANY
        ),
        errors.SourceMissing: Wording(
            "در {it} فایل صوتی یا ویدیویی پیدا نشد. نام و نشانی آن را بررسی کنید.",
            Noun("نشانی «{subject}»", "این نشانی"),
        ),
        errors.SourceIsFolder: Wording(
            "{it} پوشه است، نه فایل. یک فایل صوتی یا ویدیویی از داخل آن انتخاب کنید.",
            Noun("«{subject}»", "چیزی که داده‌اید"),
        ),
        errors.SourceUnreadable: Wording(
            "سیستم اجازه نمی‌دهد {it} را بخوانیم. دسترسی‌های آن را بررسی کنید یا آن را در پوشهٔ دیگری کپی کنید.", _FA_FILE
        ),
        errors.EmptySource: Wording("{it} خالی است. آن را دوباره ضبط یا دانلود کنید.", _FA_FILE),
        errors.NotMedia: Wording(
            "{it} صدا یا ویدیو نیست، یا قالب آن را نمی‌شناسیم. فایل دیگری بدهید، مثلاً mp3، ogg یا mp4.", _FA_FILE
        ),
        errors.NoAudioStream: Wording("{it} صدا ندارد. فایلی بدهید که صدا داشته باشد.", _FA_FILE),
        errors.NoSound: Wording(
            "صدای {it} خراب است و هیچ بخشی از آن باز نشد. آن را دوباره دانلود کنید یا نسخهٔ سالمی از آن بدهید.", _FA_FILE
        ),
        errors.NoSpeech: Wording("در {it} گفتاری شنیده نشد. فایلی بدهید که کسی در آن حرف بزند.", _FA_FILE),
        errors.DecoderMissing: Wording(
            "روی این دستگاه برنامه‌ای برای باز کردن {it} نیست. ffmpeg یا بستهٔ av پایتون را نصب کنید.", _FA_FILE
        ),
        errors.ModelError: Wording("{it} به کار نمی‌آید. مدل دیگری انتخاب کنید.", _FA_MODEL),
        errors.ModelMissing: Wording(
            "{it} روی این دستگاه پیدا نشد. نام یا نشانی پوشهٔ مدل را بررسی کنید یا مدل دیگری انتخاب کنید.", _FA_MODEL
        ),
        errors.CheckpointIncomplete: Wording(
            "پوشهٔ مدل کامل نیست{it}. مدل را یک بار دیگر، کامل دانلود کنید.", Noun(" و این‌ها را کم دارد: {subject}", "")
        ),
        errors.CheckpointCorrupt: Wording(
            "{it} خراب است و خوانده نمی‌شود. مدل را دوباره دانلود کنید.",
            Noun("«{subject}» در پوشهٔ مدل", "یکی از فایل‌های مدل"),
        ),
        errors.CheckpointUnsupported: Wording(
            "این مدل از نوعی نیست که بتوانیم اجرا کنیم{it}. یک مدل Whisper انتخاب کنید.", _FA_BRACKETS
        ),
        errors.EngineMissing: Wording(
            "موتور اجرای مدل نصب نیست. {it}",
            Noun("این دستور را اجرا کنید: {subject}", "راهنمای نصب را ببینید و آن را نصب کنید."),
        ),
        errors.ModelMemory: Wording(
            "حافظهٔ این دستگاه برای اجرای {it} کافی نیست. برنامه‌های دیگر را ببندید یا مدل کوچک‌تری انتخاب کنید.",
            _FA_MODEL,
        ),
        errors.EngineCrashed: Wording(
            "موتور اجرای مدل دو بار در یک جای {it} از کار افتاد. "
            "مدل دیگری انتخاب کنید و اگر باز هم نشد، به ما خبر بدهید.",
            _FA_FILE,
        ),
        **RECORD_FA,
        **LINK_FA,
        **HUB_FA,
    }
)

_EN_FILE = Noun("the file “{subject}”", "this file")
_EN_ANY = Noun("“{subject}”", "this file")
_EN_MODEL = Noun("the model “{subject}”", "this model")
_EN_BRACKETS = Noun(" (“{subject}”)", "")

_EN: Mapping[type[errors.DabirError], Wording] = MappingProxyType(
    {
        errors.DabirError: Wording(
            "What you asked for could not be done{it}. Try again, and tell us if it fails once more.", _EN_BRACKETS
        ),
        errors.OptionError: Wording(
            "{it} is not accepted. See the help for what is allowed, and try again.",
            Noun("the option “{subject}”", "this option"),
        ),
        errors.OutputError: Wording(
            "{it} could not be written. Check the free space and your permission there, or choose another folder.",
            _EN_FILE,
        ),
        errors.AudioError: Wording(
            "the sound of {it} could not be read. Try it in a media player, or choose another file.", _EN_ANY
        ),
        errors.SourceMissing: Wording(
            "no sound or video file was found at {it}. Check the name and the path.",
            Noun("“{subject}”", "this place"),
        ),
        errors.SourceIsFolder: Wording(
            "{it} is a folder, not a file. Choose a sound or video file inside it.",
            Noun("“{subject}”", "what you chose"),
        ),
        errors.SourceUnreadable: Wording(
            "the system does not let us read {it}. Check its permissions, or copy it to another folder.", _EN_FILE
        ),
        errors.EmptySource: Wording("{it} is empty. Record or download it again.", _EN_FILE),
        errors.NotMedia: Wording(
            "{it} is not sound or video, or its format is unknown to us. Choose another one, such as mp3, ogg or mp4.",
            _EN_FILE,
        ),
        errors.NoAudioStream: Wording("{it} has no sound. Choose a file with a sound track.", _EN_FILE),
        errors.NoSound: Wording(
            "the sound of {it} is damaged, and none of it could be read. Download it again, or choose a better copy.",
            _EN_FILE,
        ),
        errors.NoSpeech: Wording("no speech was heard in {it}. Choose a recording in which somebody speaks.", _EN_FILE),
        errors.DecoderMissing: Wording(
            "nothing on this machine can open {it}. Install ffmpeg, or Python's av package.", _EN_FILE
        ),
        errors.ModelError: Wording("{it} cannot be used. Choose another model.", _EN_MODEL),
        errors.ModelMissing: Wording(
            "{it} was not found on this machine. Check the name or the folder's path, or choose another model.",
            _EN_MODEL,
        ),
        errors.CheckpointIncomplete: Wording(
            "the model's folder is not complete{it}. Download the whole model again.", Noun("; it lacks {subject}", "")
        ),
        errors.CheckpointCorrupt: Wording(
            "{it} is damaged and cannot be read. Download the model again.",
            Noun("“{subject}” in the model's folder", "one of the model's files"),
        ),
        errors.CheckpointUnsupported: Wording(
            "this model is of a kind that we cannot run{it}. Choose a Whisper model.", _EN_BRACKETS
        ),
        errors.EngineMissing: Wording(
            "the engine that runs the model is not installed. {it}",
            Noun("Run this command: {subject}", "See the guide and install it."),
        ),
        errors.ModelMemory: Wording(
            "this machine does not have enough memory for {it}. Close other programs, or choose a smaller model.",
            _EN_MODEL,
        ),
        errors.EngineCrashed: Wording(
            "the engine that runs the model crashed twice at one place of {it}. "
            "Choose another model, and tell us if it fails once more.",
            _EN_FILE,
        ),
        **RECORD_EN,
        **LINK_EN,
        **HUB_EN,
    }
)

_WARNINGS: Mapping[Language, Mapping[WarningKind, str]] = MappingProxyType(
    {
        "fa": {
            WarningKind.AUDIO_LOST: "در زمان {start}، {length} خراب بود و خوانده نشد. "
            "اگر نسخهٔ سالمی از فایل دارید، آن را بدهید.",
            WarningKind.TEXT_UNFINISHED: "متن بین {start} و {end} شاید ناقص باشد، چون نوشتن این بخش نیمه‌کاره ماند. "
            "به این بخش گوش کنید و متن را کامل کنید.",
            WarningKind.LOW_CONFIDENCE: "متن بین {start} و {end} شاید درست نباشد، چون چند بار نوشته شد و هیچ‌بار "
            "مطمئن نشدیم. به این بخش گوش کنید و متن را با صدا مقایسه کنید.",
            WarningKind.NO_SPEECH: "بین {start} و {end} حرفی شنیده نشد و چیزی ننوشتیم. "
            "اگر کسی آنجا حرف می‌زند، به این بخش گوش کنید و متن را خودتان بنویسید.",
        },
        "en": {
            WarningKind.AUDIO_LOST: "At {start}, {length} was damaged and could not be read. "
            "Use an undamaged copy if you have one.",
            WarningKind.TEXT_UNFINISHED: "The text from {start} to {end} may lack words: that part was not finished. "
            "Listen to it and complete the text.",
            WarningKind.LOW_CONFIDENCE: "The text from {start} to {end} may be wrong: none of several attempts could "
            "be trusted. Listen to that part and compare.",
            WarningKind.NO_SPEECH: "From {start} to {end} no speech was heard and no text was written. "
            "Listen to that part if somebody speaks there, and write it yourself.",
        },
    }
)


_NOTICES: Mapping[Language, Mapping[Notice, str]] = MappingProxyType(
    {
        "fa": {
            Notice.GPU_MISSING: "کارت گرافیک مناسبی (CUDA) پیدا نشد. کار روی پردازندهٔ اصلی انجام می‌شود و کندتر است.",
            Notice.LINKS_BY_PROXY: "پیوندها از پراکسی می‌گذرند، پس فقط از سایت‌های شناخته‌شده و فایل‌های صوتی و "
            "ویدیویی دریافت می‌کنیم.",
            Notice.LINK_TOOL_OLD: "ابزار دریافت از پیوند (yt-dlp) قدیمی است و شاید بعضی سایت‌ها باز نشوند. "
            "آن را با این دستور به‌روز کنید: ‎pip install --upgrade yt-dlp‎",
            Notice.GPU_MEMORY: "حافظهٔ کارت گرافیک کافی نیست. از اینجا کار روی پردازندهٔ اصلی انجام می‌شود و کندتر است.",
            Notice.MICROPHONE_BACK: "دوباره صدا می‌آید و ضبط ادامه دارد.",
            Notice.MICROPHONE_SILENT: "میکروفن هیچ صدایی نمی‌دهد. شاید بی‌صدا شده یا سیستم اجازهٔ شنیدنش را نداده است.",
            Notice.LIVE_TOO_SLOW: "این دستگاه با این مدل به گفتار نمی‌رسد؛ متن زنده بعد از هر جمله می‌آید. ضبط کامل است.",
            Notice.LIVE_FOLLOWS: "متن زنده دوباره کلمه‌به‌کلمه می‌آید.",
            Notice.RECORDING_CUT_SHORT: "ضبطی ناتمام مانده است. با dabir record --recover آن را برگردانید.",
        },
        "en": {
            Notice.GPU_MISSING: "No GPU that CUDA can use was found. The processor does the work, more slowly.",
            Notice.LINKS_BY_PROXY: "Links go through a proxy, so only known sites and plain media files are fetched.",
            Notice.LINK_TOOL_OLD: "The tool that fetches links (yt-dlp) is old, and some sites may not open. "
            "To renew it run: pip install --upgrade yt-dlp.",
            Notice.GPU_MEMORY: "The GPU's memory is too small. The processor does the work from here on, more slowly.",
            Notice.MICROPHONE_BACK: "Sound comes again, and recording goes on.",
            Notice.MICROPHONE_SILENT: "The microphone is wholly silent. It may be muted, or forbidden by the system.",
            Notice.LIVE_TOO_SLOW: "This machine cannot keep up with this model, so live text comes after each sentence "
            "only. Nothing is missing from the recording.",
            Notice.LIVE_FOLLOWS: "Live text follows word by word again.",
            Notice.RECORDING_CUT_SHORT: "A recording was cut short. Get it back with dabir record --recover.",
        },
    }
)

_LENGTHS: Mapping[Language, tuple[str, str]] = MappingProxyType(
    {"fa": ("حدود {seconds} ثانیه از صدا", "بخشی از صدا"), "en": ("about {seconds} s of sound", "some sound")}
)
"""How much sound is lost: where the file tells, and where it does not (0 seconds)."""


def sentence(error: errors.DabirError, language: Language) -> str:
    """What happened and what to do, for the person who asked for it."""
    wordings = _FA if language == "fa" else _EN
    wording = nearest(error, wordings)
    assert wording is not None, "DabirError itself has words"
    return wording.about(error.subject)


def notice_sentence(notice: Notice, language: Language) -> str:
    """What the person who waits should know."""
    return _NOTICES[language][notice]


def warning_sentence(warning: TranscriptWarning, language: Language) -> str:
    """What the reader of the transcript should know and can do, with the place in the recording."""
    digits = Digits.PERSIAN if language == "fa" else Digits.LATIN
    seconds = f"{warning.seconds:.1f}".removesuffix(".0")
    known, unknown = _LENGTHS[language]
    fields = {
        "start": clock(int(warning.start)),
        "end": clock(ceil(warning.end)),
        "length": unknown if seconds == "0" else known.format(seconds=seconds),
    }
    shown = {name: with_digits(field, digits) for name, field in fields.items()}
    return _WARNINGS[language][warning.kind].format_map(shown)
