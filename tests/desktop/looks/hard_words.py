"""What is hard to lay out: long names in both scripts, half-spaces, three kinds of digits, hours, long sentences."""

from dabir_core import errors
from dabir_core.sentences import Language, sentence
from dabir_core.transcript import Segment, Transcript, Word

LATE = 10 * 3600 + 3 * 60 + 7.0
"""10:03:07, which is 07:03:10 where it flips."""
LENGTH = LATE + 60

PERSIAN_NAME = "جلسهٔ هیئت‌مدیرهٔ شرکت نرم‌افزاری «پیشگامان» دربارهٔ آنچه می‌خواهیم و نمی‌توانیم، نسخهٔ نهایی"
LATIN_NAME = "Interview_2024-11-03_final (2) - Dr. Smith & partners, unedited master recording"
MIXED_NAME = "کلاس ۱۲ ریاضی Algebra II – part 34 (ضبط ٥٦)"
PATH = "/home/someone/پوشهٔ ضبط‌های من/Recordings of the year 2026/a folder with a really long name/and one more"
DEVICE = "Built-in Audio Analog Stereo of a docking station with a long name (USB-C, 48000 Hz)"

LINES = (
    "می‌خواهم دربارهٔ نسخهٔ ۳٫۲ نرم‌افزار Dabir صحبت کنم؛ ساعت 10:30 شروع کردیم و تا ۱۲:۴۵ طول کشید.",
    "The quick brown fox jumps over the lazy dog, said nobody at ۱۰:۰۳:۰۷.",
    "Whisper یک مدل است، ولی نمی‌تواند همه‌چیز را درست بنویسد! درست است؟",
    "خب.",
    "قیمتش ۱٬۲۵۰٬۰۰۰ تومان (یعنی حدود -20 % کمتر) بود و از https://example.org/a?b=c خریدیمش.",
)


def transcript() -> Transcript:
    """Ten hours in thirty segments; the least certain of them are worth a second look."""
    segments = tuple(_segment(LINES[number % len(LINES)], number) for number in range(29))
    last = _segment(LINES[0], 29, start=LATE)
    return Transcript((*segments, last), LENGTH, "fa", 0.9, "demo")


def longest_error(language: Language) -> errors.DabirError:
    """That whose sentence is the longest, about a path."""
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.DabirError)]
    return max((kind(PATH) for kind in kinds), key=lambda error: len(sentence(error, language)))


def _segment(line: str, number: int, *, start: float | None = None) -> Segment:
    start = number * 1200.0 if start is None else start
    words = tuple(
        Word(text, start + place * 0.5, start + place * 0.5 + 0.5, 0.2 if number % 3 == 1 else 0.95)
        for place, text in enumerate(line.split())
    )
    return Segment(start, start + len(words) * 0.5, line, "fa", words)
