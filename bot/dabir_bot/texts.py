"""What the bot says about sounds and their texts, in Persian and English; commands have theirs in `command_texts`.

None of it is sent with a parse mode, so that names and spoken words cannot steer it.
"""

from typing import Final

from dabir_core.phrase import Phrase

QUEUED: Final = Phrase(en="⏳ Queued, {ahead} before it.", fa="⏳ در صف است؛ {ahead} کار پیش از آن هست.")
NEXT_IN_LINE: Final = Phrase(en="⏳ Got it, starting soon…", fa="⏳ رسید؛ به‌زودی شروع می‌شود…")
DOWNLOADING: Final = Phrase(en="⬇️ Downloading…", fa="⬇️ در حال دریافت…")
WRITING: Final = Phrase(en="✍️ Writing…", fa="✍️ در حال نوشتن…")
SECONDS_LEFT: Final = Phrase(en="about {count} s left", fa="حدود {count} ثانیه مانده")
MINUTES_LEFT: Final = Phrase(en="about {count} min left", fa="حدود {count} دقیقه مانده")
HOURS_LEFT: Final = Phrase(en="about {count} h left", fa="حدود {count} ساعت مانده")
CANCEL: Final = Phrase(en="Cancel", fa="لغو")
CANCELLED: Final = Phrase(en="Cancelled.", fa="لغو شد.")

NO_SPEECH: Final = Phrase(en="I heard no speech in this.", fa="در این صدا حرفی نشنیدم.")
DOUBTFUL_MARK: Final = "❔"
DOUBTFUL: Final = Phrase(
    en="❔ I am not sure of the words between these marks; please listen to that part.",
    fa="❔ از نوشتهٔ میان این نشانه‌ها مطمئن نیستم؛ لطفاً آن بخش را خودتان گوش کنید.",
)
GAP_MARK: Final = "[…]"
GAPS: Final = Phrase(
    en="[…] Some words may be missing here; please listen to that part.",
    fa="[…] اینجا شاید چیزی جا افتاده باشد؛ لطفاً آن بخش را خودتان گوش کنید.",
)
SOUND_LOST: Final = Phrase(
    en="Part of the sound was damaged and could not be read.", fa="بخشی از صدا خراب بود و خوانده نشد."
)
LATE: Final = Phrase(en="(Sorry that this comes so late.)", fa="(ببخشید که این‌قدر دیر شد.)")
WHOLE_IN_FILE: Final = Phrase(
    en="📄 The whole text, {words} words, is in the file below.", fa="📄 متن کامل ({words} کلمه) در فایل زیر است."
)

ALBUM: Final = Phrase(en="Your recordings:", fa="فایل‌هایی که فرستادید:")
UNNAMED: Final = Phrase(en="Recording {number}", fa="فایل {number}")

SRT: Final = Phrase(en="Subtitles .srt", fa="زیرنویس ‎.srt")
VTT: Final = Phrase(en="Subtitles .vtt", fa="زیرنویس ‎.vtt")
TO_ENGLISH: Final = Phrase(en="In English", fa="به انگلیسی")
WITH_TIMES: Final = Phrase(en="With times", fa="با زمان")

SERVER_TROUBLE: Final = Phrase(
    en="That did not work, and the fault is on our side. Please try again later.",
    fa="نشد و ایراد از سمت ماست. لطفاً کمی بعد دوباره امتحان کنید.",
)
