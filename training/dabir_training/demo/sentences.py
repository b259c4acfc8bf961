"""Natural Persian sentences over the closed vocabulary, written by hand or grown from hand-written templates.

A clause template names slots; `who`, `when` and the verb agree in person and tense. A sentence is one clause, a
question, or two clauses joined by a word such as «اما», with «،» where a reader pauses.
The same seed gives the same sentences in the same order.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dabir_training.demo.vocabulary import NOUNS, SUBJECTS, TIMES, VERBS, Tense

_SLOT: Final = re.compile(r"\{(\w+)\}")

CLAUSES: Final = (
    "{who} {when} به {place} {go}",
    "{who} {when} با {person} به {place} {go}",
    "{when} به {place} {go}",
    "{when} با {person} به {place} {go}",
    "{who} با {person} به {place} {go}",
    "{who} {when} از {place} {come}",
    "{who} {when} به خانه {come}",
    "{person} {when} با ما به {place} {!came}",
    "{who} {when} از {shop} {food} {buy}",
    "{who} {when} {food} و {food} {buy}",
    "{who} برای {person} یک {thing} {buy}",
    "{who} یک {thing} {colour} {buy}",
    "{who} {when} {food} {eat}",
    "{who} {when} {drink} {eat}",
    "{who} {when} {meal} {food} {eat}",
    "{who} {when} در {place} {meal} {eat}",
    "{who} {when} {readable} {read}",
    "{who} {readable} را {read}",
    "{who} در {place} {readable} {read}",
    "{who} {when} برای {person} نامه {write}",
    "{who} {when} یک نامه {write}",
    "{who} {when} {person} را در {place} {see}",
    "{who} {when} {sight} را {see}",
    "{who} از پنجره {sight} را {see}",
    "{who} {food} {want}",
    "{who} یک {thing} {size} {want}",
    "{who} {drink} {want}",
    "{who} یک {thing} {size} {have}",
    "{who} {number} {thing} {have}",
    "{who} {number} {thing} {colour} {have}",
    "{who} {things} را دوست {have}",
    "{who} {place} را دوست {have}",
    "{who} {food} و {drink} دوست {have}",
    "{who} {when} در {place} {activity} {do}",
    "{who} {when} با {person} بازی {do}",
    "{who} {things} را جمع {do}",
    "{who} {when} {meal} درست {do}",
    "{who} {when} به {person} زنگ {strike}",
    "{who} {when} با {person} حرف {strike}",
    "{who} {thing} را به {person} {give}",
    "{who} {when} {things} را به {person} {give}",
    "{who} {when} در {place} {stay}",
    "{who} {when} در خانه {stay}",
    "هوا {weather} {!is}",
    "هوا {when} {weather} {!is}",
    "هوا در {city} {weather} {!is}",
    "{city} {state} {!is}",
    "{city} از {city} {more} {!is}",
    "{thing} {person} {colour} {!is}",
    "{thing} {person} {where} {!is}",
    "{things} {where} {!is}",
    "{food} خیلی {taste} {!is}",
    "{person} {when} {mood} {!is}",
    "{person} خیلی {mood} {!is}",
    "خانه {person} به {place} نزدیک {!is}",
)

QUESTIONS: Final = (
    "{who} {when} کجا {go}؟",
    "{who} {when} از کجا {come}؟",
    "{who} چند {thing} {have}؟",
    "{who} چه {want}؟",
    "{who} {when} چه {eat}؟",
    "{who} {when} چه {buy}؟",
    "{who} {when} با چه کسی حرف {strike}؟",
    "{thing} {person} کجا {!is}؟",
    "حال {person} چطور {!is}؟",
    "هوا {when} چطور {!is}؟",
    "چرا {who} {when} به {place} {go}؟",
    "چرا {who} {food} {want}؟",
    "آیا {who} {when} به {place} {go}؟",
    "آیا {who} {readable} را {read}؟",
    "آیا {who} {thing} {have}؟",
    "آیا {who} {drink} {want}؟",
    "آیا {city} {state} {!is}؟",
)

JOINS: Final = ("، اما ", "، ولی ", "، چون ", "، پس ", " و ", "، بعد ")

FIXED: Final = (
    "سلام.",
    "سلام، حال شما چطور است؟",
    "حال من خوب است.",
    "صبح بخیر.",
    "شب بخیر.",
    "خیلی ممنون.",
    "خدا نگهدار.",
    "بله، حتما.",
    "نه، ممنون.",
    "به خانه ما خوش آمدید.",
    "سال نو مبارک.",
    "اسم من علی است.",
    "اسم من مریم است.",
    "اسم شما چه است؟",
    "امروز هوا خیلی خوب است.",
    "من فارسی حرف می‌زنم.",
    "ما در ایران زندگی می‌کنیم.",
    "تهران شهر بزرگی است.",
    "فارسی زبان زیبایی است.",
    "لطفا در را باز کنید.",
    "لطفا پنجره را باز کنید.",
    "لطفا آرام حرف بزنید.",
    "لطفا کمی صبر کنید.",
    "فردا باران می‌آید.",
    "دیشب برف آمد.",
    "امشب ماه زیبا است.",
    "کتاب‌ها روی میز است.",
    "بچه‌ها در پارک بازی می‌کنند.",
    "من هر روز ورزش می‌کنم.",
    "وقت ناهار است.",
    "وقت خواب است.",
    "ساعت هشت است.",
    "ساعت پنج به خانه می‌آیم.",
    "کلید من کجا است؟",
    "چای می‌خواهی؟",
    "نان تازه خیلی خوشمزه است.",
    "مادرم غذا درست می‌کند.",
    "پدرم روزنامه می‌خواند.",
    "این کتاب خیلی خوب است.",
    "من این شهر را خیلی دوست دارم.",
    "زندگی زیبا است.",
    "خدا را شکر.",
    "سفر خوبی داشتید؟",
    "فردا تعطیل است.",
    "من کمی خسته هستم.",
    "ما خیلی خوشحال هستیم.",
    "شما خیلی مهربان هستید.",
    "او معلم خوبی است.",
)

_GREETINGS: Final = ("سلام، ", "ببخشید، ", "بله، ", "نه، ", "خب، ")


@dataclass(frozen=True, slots=True)
class _Agreement:
    person: int
    tense: Tense
    is_negated: bool


def sentences(seed: int) -> Iterator[str]:
    """Yields endless sentences in display form, with repetitions, in an order that the seed fixes."""
    draw = random.Random(seed)
    while True:
        yield _sentence(draw)


def distinct(seed: int, count: int, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Returns `count` different sentences, none of them in `without`."""
    found: dict[str, None] = {}
    for sentence in sentences(seed):
        if len(found) == count:
            break
        if sentence not in without:
            found[sentence] = None
    return list(found)


def words(sentence: str) -> list[str]:
    """Returns the sentence's words without punctuation."""
    return [word.strip("،.؟") for word in sentence.split()]


def _sentence(draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.04:
        return draw.choice(FIXED)
    agreement = _agreement(draw)
    if kind < 0.18:
        return _fill(draw.choice(QUESTIONS), agreement, draw)
    clause = _fill(draw.choice(CLAUSES), agreement, draw)
    if kind < 0.24:
        return f"{draw.choice(_GREETINGS)}{clause}."
    if kind < 0.56 and len(clause.split()) <= 6:
        second = _fill(draw.choice(CLAUSES), _agreement(draw, tense=agreement.tense), draw)
        if len(second.split()) <= 6:
            return f"{clause}{draw.choice(JOINS)}{second}."
    return f"{clause}."


def _agreement(draw: random.Random, tense: Tense | None = None) -> _Agreement:
    person = draw.choice((0, 0, 1, 2, 2, 2, 3, 4, 5, 5))
    chosen = tense or draw.choice((Tense.PRESENT, Tense.PRESENT, Tense.PAST))
    return _Agreement(person, chosen, is_negated=chosen is Tense.PRESENT and draw.random() < 0.15)


def _fill(template: str, agreement: _Agreement, draw: random.Random) -> str:
    used: set[str] = set()

    def slot(found: re.Match[str]) -> str:
        name = found.group(1)
        options = [word for word in _options(name, agreement) if word not in used]
        word = draw.choice(options)
        used.add(word)
        return word

    copula = "است" if agreement.tense is Tense.PRESENT else "بود"
    came = VERBS["come"].form(2, agreement.tense)
    return _SLOT.sub(slot, template.replace("{!is}", copula).replace("{!came}", came))


def _options(name: str, agreement: _Agreement) -> tuple[str, ...]:
    if name == "who":
        return SUBJECTS[agreement.person]
    if name == "when":
        return TIMES[agreement.tense]
    if name in VERBS:
        return (VERBS[name].form(agreement.person, agreement.tense, is_negated=agreement.is_negated),)
    return NOUNS[name]
