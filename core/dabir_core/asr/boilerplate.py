"""Sentences that subtitles begin and end with, which Whisper learnt and says where nobody speaks.

A list by hand, for Persian, Arabic and English, of what the models are known to invent (facts of the project §4; the
«bag of hallucinations» of arXiv 2501.11378). People say some of these too: the caller needs other evidence.
"""

import re

from dabir_core.text.script import ZWNJ, bare

_PATTERNS = (
    # Persian
    r"^(ترجمه و )?زیر ?نویس(ها)?( فارسی)?$",
    r"^(ترجمه و )?زیر ?نویس\S*( شده)? (توسط|از|با|ترجمه|کننده|فارسی از)\b",
    r"^(ترجمه|مترجم|هماهنگی|ویرایش)( و \S+)? (از|توسط|زیر ?نویس)\b",
    r"(ممنون|متشکر\S*|مرسی|تشکر|سپاس\S*)\b.* (تماشا|همراه\S*|دیدن|گوش)\b",
    r"(لایک|سابسکرایب|سابسکرایپ|ساب ?اسکرایب)\b.*(کنید|کنین|بکنید|نکنید|فراموش)",
    r"(کانال|چنل)( ما| من)? را? ?(دنبال|لایک|سابسکرایب|فالو)",
    r"(ویدیو|ویدئو|قسمت|برنامه)\S*( ی)? بعد\S* (می ?بینم|منتظر)",
    r"^(این داستان )?ادامه دارد$",
    r"^موسیقی( متن)?$",
    # Arabic (bare() writes ی and ک)
    r"^(ال)?ترجمة (نانسی|من|بواسطة|و)\b",
    r"^ترجمة نانسی قنقر$",
    r"(اشترکوا|اشترک|لا تنسوا? الاشتراک) (فی|بال)",
    r"^(ال)?ترجمة (ال\S+ )?(من قبل|بواسطة)\b",
    r"^شکرا\b.*\b(ال|لل|ل)?مشاهد",
    r"^(نراکم|الی اللقاء)\b.*\b(القادم\S*|المقبل\S*)",
    # English
    r"^(\w+ )?sub(titles?|titled|titling|bed)\b(?: \w+){0,3} (by|from)\b",
    r"\b(transcription|transcribed|captions?|captioning) (by|from)\b",
    r"\bthank(s| you)( all)?( so much| very much)? for (watching|viewing|listening)\b",
    r"\b(like|share|please|don'?t forget)\b.*\bsubscribe\b",
    r"\bsubscribe to (my|our|the) channel\b",
    r"\btranslat(ed|ion) by\b",
    r"\bsee you( guys| all)? in( the| my| our)? next (video|one|episode)\b",
    r"\b(amara|otter|mooji)\.(org|ai)\b",
    r"^music$",
)
_BOILERPLATE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?:[.!?؟…]+(?=\s|$)|\n)+")
_SHARE = 0.5


def is_boilerplate(text: str) -> bool:
    """Whether at least half of the text's letters stand in such sentences."""
    sentences = [sentence for sentence in map(_plain, _SENTENCE_END.split(text)) if sentence]
    invented = sum(len(sentence) for sentence in sentences if _BOILERPLATE.search(sentence))
    return invented > 0 and invented >= _SHARE * sum(map(len, sentences))


def _plain(sentence: str) -> str:
    return " ".join(bare(sentence).replace(ZWNJ, " ").replace("،", " ").replace(",", " ").split()).strip(
        " :\"'«»-♪[]()"
    )
