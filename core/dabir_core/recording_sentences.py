"""The sentences of errors in recording: no microphone, a lost one, a full disk. Part of `sentences`."""

from collections.abc import Mapping
from types import MappingProxyType

from dabir_core import errors
from dabir_core.wording import Noun, Wording

_FA_MICROPHONE = Noun("میکروفن «{subject}»", "میکروفن")
_FA_BRACKETS = Noun(" («{subject}»)", "")
_FA_FOLDER = Noun("پوشهٔ «{subject}»", "پوشهٔ ضبط‌ها")
_FA_RECORDING = Noun("ضبط «{subject}»", "این ضبط")

RECORD_FA: Mapping[type[errors.DabirError], Wording] = MappingProxyType(
    {
        errors.RecordError: Wording("ضبط صدا انجام نشد{it}. میکروفن را بررسی کنید و دوباره امتحان کنید.", _FA_BRACKETS),
        errors.RecorderMissing: Wording(
            "بخش ضبط صدا نصب نیست. {it}",
            Noun("این دستور را اجرا کنید: {subject}", "راهنمای نصب را ببینید و آن را نصب کنید."),
        ),
        errors.PortAudioMissing: Wording(
            "کتابخانهٔ PortAudio که صدا را از میکروفن می‌گیرد روی این دستگاه نیست. {it}",
            Noun("این دستور را اجرا کنید: {subject}", "آن را با ابزار نصب سیستم خود نصب کنید."),
        ),
        errors.NoMicrophone: Wording(
            "هیچ میکروفنی پیدا نشد{it}. یکی وصل کنید یا در تنظیمات صدای سیستم فعالش کنید؛ ضبط خودش شروع می‌شود.",
            _FA_BRACKETS,
        ),
        errors.MicrophoneDenied: Wording(
            "سیستم اجازه نمی‌دهد صدای {it} را بشنویم. در تنظیمات حریم خصوصی سیستم، دسترسی به میکروفن را باز کنید.",
            _FA_MICROPHONE,
        ),
        errors.MicrophoneBusy: Wording(
            "برنامهٔ دیگری {it} را گرفته است. آن برنامه را ببندید یا میکروفن دیگری انتخاب کنید.", _FA_MICROPHONE
        ),
        errors.MicrophoneLost: Wording(
            "از {it} صدایی نمی‌رسد. اتصالش را بررسی کنید؛ وقتی این یا میکروفن دیگری کار کند، ضبط خودش ادامه پیدا می‌کند.",
            _FA_MICROPHONE,
        ),
        errors.MicrophoneFailed: Wording(
            "{it} باز نشد. آن را جدا و دوباره وصل کنید یا میکروفن دیگری انتخاب کنید.", _FA_MICROPHONE
        ),
        errors.RecordingDiskFull: Wording(
            "دیسک پر شد و ضبط در {it} ادامه پیدا نکرد؛ آنچه ضبط شده مانده است. جا باز کنید یا پوشهٔ دیگری بدهید.",
            _FA_FOLDER,
        ),
        errors.RecordingFolderClosed: Wording(
            "در {it} نمی‌توانیم بنویسیم. دسترسی‌های آن را بررسی کنید یا پوشهٔ دیگری بدهید.", _FA_FOLDER
        ),
        errors.RecordingNotMended: Wording(
            "{it} ناتمام مانده است و فایلش درست نشد. دیسک و دسترسی‌های فایل و پوشه‌اش را بررسی کنید و دوباره امتحان کنید "
            "یا همان را که هست به متن تبدیل کنید.",
            _FA_RECORDING,
        ),
        errors.RecordingEntryDamaged: Wording(
            "یادداشتی که کنار {it} هست خراب شده است و نمی‌دانیم ضبط به پایان رسیده یا نه. صدا مانده است. "
            "آن را به متن تبدیل کنید و بعد فایل خراب هم‌نامش را که آخرش ‎.recording‎ است پاک کنید.",
            _FA_RECORDING,
        ),
    }
)

_EN_MICROPHONE = Noun("the microphone “{subject}”", "the microphone")
_EN_BRACKETS = Noun(" (“{subject}”)", "")
_EN_FOLDER = Noun("the folder “{subject}”", "the folder for recordings")
_EN_RECORDING = Noun("the recording “{subject}”", "the recording")

RECORD_EN: Mapping[type[errors.DabirError], Wording] = MappingProxyType(
    {
        errors.RecordError: Wording("nothing could be recorded{it}. Check the microphone and try again.", _EN_BRACKETS),
        errors.RecorderMissing: Wording(
            "the part that records sound is not installed. {it}",
            Noun("Run this command: {subject}", "See the guide and install it."),
        ),
        errors.PortAudioMissing: Wording(
            "the PortAudio library, which brings the microphone's sound, is not on this machine. {it}",
            Noun("Run this command: {subject}", "Install it with your system's package manager."),
        ),
        errors.NoMicrophone: Wording(
            "no microphone was found{it}. Check that one is plugged in and switched on in the system's sound settings; "
            "recording begins by itself.",
            _EN_BRACKETS,
        ),
        errors.MicrophoneDenied: Wording(
            "the system does not let us hear {it}. Check its privacy settings, and allow the microphone there.",
            _EN_MICROPHONE,
        ),
        errors.MicrophoneBusy: Wording(
            "another program is using {it}. Close that program, or choose another microphone.", _EN_MICROPHONE
        ),
        errors.MicrophoneLost: Wording(
            "no sound comes from {it}. Check that it is plugged in; recording goes on by itself when it, or another "
            "one, works.",
            _EN_MICROPHONE,
        ),
        errors.MicrophoneFailed: Wording(
            "{it} could not be opened. Try to unplug it and plug it in again, or choose another one.", _EN_MICROPHONE
        ),
        errors.RecordingDiskFull: Wording(
            "the disk is full, and the recording in {it} had to end; what was recorded is kept. Choose another folder, "
            "or make room.",
            _EN_FOLDER,
        ),
        errors.RecordingFolderClosed: Wording(
            "nothing can be written to {it}. Check its permissions, or choose another one.", _EN_FOLDER
        ),
        errors.RecordingNotMended: Wording(
            "{it} was cut short, and its file could not be mended. Check the disk and the permissions of the file and "
            "of its folder, and try again; or turn it into text as it is.",
            _EN_RECORDING,
        ),
        errors.RecordingEntryDamaged: Wording(
            "the note kept beside {it} is damaged, and does not say whether it came to its end. Check the sound, which "
            "is still there, and turn it into text; then delete the damaged file of the same name (.recording).",
            _EN_RECORDING,
        ),
    }
)
