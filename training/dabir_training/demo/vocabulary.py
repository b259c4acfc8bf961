"""The demo's closed vocabulary, written by hand: nouns, times, adjectives and a table of regular verbs.

In Dabir's display form (ی and ک, ZWNJ in می‌ and ‌ها). No word list was copied. Words that espeak-ng says alike were
left out, since nothing could tell them apart. Grammatical person is 0–5: من، تو، او، ما، شما، آن‌ها.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ZWNJ: Final = "\u200c"


class Tense(StrEnum):
    """The two tenses that the demo speaks."""

    PRESENT = "present"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its two stems, and whether its present takes می."""

    present: str
    past: str
    takes_mi: bool = True

    def form(self, person: int, tense: Tense, *, is_negated: bool = False) -> str:
        """Returns the finite form, as «می‌روم», «نمی‌روم» or «رفتم»; the demo has no negated past."""
        if tense is Tense.PAST:
            return self.past + _PAST_ENDINGS[person]
        prefix = ("ن" if is_negated else "") + (f"می{ZWNJ}" if self.takes_mi else "")
        return prefix + self.present + _PRESENT_ENDINGS[person]


_PRESENT_ENDINGS: Final = ("م", "ی", "د", "یم", "ید", "ند")
_PAST_ENDINGS: Final = ("م", "ی", "", "یم", "ید", "ند")

VERBS: Final[dict[str, Verb]] = {
    "go": Verb("رو", "رفت"),
    "come": Verb("آی", "آمد"),
    "buy": Verb("خر", "خرید"),
    "eat": Verb("خور", "خورد"),
    "read": Verb("خوان", "خواند"),
    "write": Verb("نویس", "نوشت"),
    "see": Verb("بین", "دید"),
    "want": Verb("خواه", "خواست"),
    "have": Verb("دار", "داشت", takes_mi=False),
    "do": Verb("کن", "کرد"),
    "strike": Verb("زن", "زد"),
    "give": Verb("ده", "داد"),
    "stay": Verb("مان", "ماند"),
}

SUBJECTS: Final[tuple[tuple[str, ...], ...]] = (
    ("من",),
    ("تو",),
    ("او", "علی", "مریم", "پدرم", "مادرم", "برادرم", "خواهرم", "دوستم", "معلم"),
    ("ما", "من و برادرم", "من و مادرم"),
    ("شما",),
    ("آن‌ها", "بچه‌ها", "دوستانم", "همسایه‌ها", "علی و مریم", "پدر و مادرم"),
)

TIMES: Final[dict[Tense, tuple[str, ...]]] = {
    Tense.PRESENT: ("امروز", "فردا", "امشب", "هر روز", "هر شب", "همیشه", "گاهی", "حالا", "فردا صبح", "این هفته"),
    Tense.PAST: ("دیروز", "دیشب", "دیروز عصر", "دیروز صبح", "هفته پیش", "سال پیش", "امروز صبح", "یک روز"),
}

NOUNS: Final[dict[str, tuple[str, ...]]] = {
    "place": (
        "خانه",
        "مدرسه",
        "بازار",
        "پارک",
        "کتابخانه",
        "دانشگاه",
        "باغ",
        "روستا",
        "شهر",
        "تهران",
        "شیراز",
        "اصفهان",
        "رستوران",
        "بیمارستان",
        "دریا",
        "کوه",
    ),
    "city": ("تهران", "شیراز", "اصفهان", "این شهر", "شهر ما", "آن روستا", "این روستا"),
    "shop": ("بازار", "فروشگاه", "شهر", "آن مغازه", "این مغازه"),
    "person": ("علی", "مریم", "پدرم", "مادرم", "برادرم", "خواهرم", "دوستم", "معلم", "او", "همسایه"),
    "food": ("نان", "پنیر", "برنج", "سیب", "انار", "میوه", "ماست", "غذا", "ماهی", "کباب"),
    "drink": ("چای", "آب", "شیر", "قهوه", "شربت"),
    "meal": ("صبحانه", "ناهار", "شام"),
    "readable": ("کتاب", "روزنامه", "داستان", "شعر", "درس", "یک کتاب", "این کتاب", "آن داستان"),
    "thing": ("کتاب", "نامه", "عکس", "گل", "کلید", "کیف", "ماشین", "تلفن", "لباس", "دفتر", "مداد", "فرش", "ساعت"),
    "things": (
        "کتاب‌ها",
        "نامه‌ها",
        "عکس‌ها",
        "گل‌ها",
        "کلیدها",
        "ماشین‌ها",
        "لباس‌ها",
        "درخت‌ها",
        "پرنده‌ها",
        "داستان‌ها",
        "فیلم‌ها",
        "گربه‌ها",
    ),
    "sight": ("فیلم", "ماه", "ستاره‌ها", "کوه", "دریا", "پرنده‌ها", "گربه", "آن فیلم", "درخت‌ها"),
    "number": ("یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "ده"),
    "activity": ("کار", "بازی", "زندگی", "ورزش"),
    "size": ("بزرگ", "کوچک", "خوب", "زیبا", "تازه", "قدیمی", "گران", "ارزان"),
    "colour": ("سفید", "سیاه", "سبز", "قرمز", "آبی", "زرد"),
    "more": ("بزرگ‌تر", "کوچک‌تر", "زیباتر", "گران‌تر", "بهتر", "گرم‌تر", "سردتر", "شلوغ‌تر", "آرام‌تر"),
    "weather": ("سرد", "گرم", "خوب", "ابری", "آفتابی", "بارانی"),
    "mood": ("خوب", "خوشحال", "خسته", "آرام", "بیمار"),
    "taste": ("شیرین", "خوشمزه", "سرد", "گرم", "تازه", "ارزان"),
    "state": ("بزرگ", "شلوغ", "زیبا", "آرام", "دور", "نزدیک"),
    "where": ("روی میز", "در کیف", "در خانه", "در ماشین", "کنار در", "کنار پنجره", "زیر میز"),
}
