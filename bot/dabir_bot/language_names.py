"""Languages by the names that people use for them, in Persian and English. Pure.

Core knows Whisper's codes and their English names; a person who writes to the bot in Persian calls them in Persian.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dabir_core.asr.languages import LANGUAGES, language_code
from dabir_core.errors import OptionError
from dabir_core.sentences import Language

AUTO: Final = "auto"
_AUTO_NAMES: Final = frozenset({AUTO, "خودکار"})
_TABLE: Final = """
en انگلیسی, zh چینی, de آلمانی, es اسپانیایی, ru روسی, ko کره‌ای, fr فرانسوی, ja ژاپنی, pt پرتغالی, tr ترکی استانبولی,
pl لهستانی, ca کاتالان, nl هلندی, ar عربی, sv سوئدی, it ایتالیایی, id اندونزیایی, hi هندی, fi فنلاندی, vi ویتنامی,
he عبری, uk اوکراینی, el یونانی, ms مالایی, cs چکی, ro رومانیایی, da دانمارکی, hu مجاری, ta تامیلی, no نروژی,
th تایلندی, ur اردو, hr کرواتی, bg بلغاری, lt لیتوانیایی, la لاتین, mi مائوری, ml مالایالام, cy ولزی, sk اسلواکی,
te تلوگو, fa فارسی, lv لتونیایی, bn بنگالی, sr صربی, az ترکی آذربایجانی, sl اسلوونیایی, kn کانادا, et استونیایی,
mk مقدونی, br برتون, eu باسکی, is ایسلندی, hy ارمنی, ne نپالی, mn مغولی, bs بوسنیایی, kk قزاقی, sq آلبانیایی,
sw سواحلی, gl گالیسی, mr مراتی, pa پنجابی, si سینهالی, km خمری, sn شونا, yo یوروبا, so سومالیایی, af آفریکانس,
oc اوکسیتان, ka گرجی, be بلاروسی, tg تاجیکی, sd سندی, gu گجراتی, am امهری, yi ییدیش, lo لائوسی, uz ازبکی, fo فاروئی,
ht کریول هائیتی, ps پشتو, tk ترکمنی, nn نروژی نو, mt مالتی, sa سانسکریت, lb لوکزامبورگی, my برمه‌ای, bo تبتی,
tl تاگالوگ, mg مالاگاسی, as آسامی, tt تاتاری, haw هاوایی, ln لینگالا, ha هوسا, ba باشقیری, jw جاوه‌ای, su سوندایی,
yue کانتونی
"""
_PERSIAN: Final[Mapping[str, str]] = MappingProxyType(
    dict(entry.strip().split(" ", 1) for entry in _TABLE.replace("\n", " ").split(","))
)
_ALSO: Final[Mapping[str, str]] = MappingProxyType(
    {"ترکی": "tr", "آذری": "az", "آذربایجانی": "az", "اسپانیولی": "es", "ایتالیائی": "it", "دری": "fa", "پارسی": "fa"}
)


def code_of(written: str) -> str:
    """The code of a language by its name in Persian or English or by itself; «auto» likewise; "" for what is none."""
    asked = " ".join(written.replace("\u200c", " ").replace("ي", "ی").replace("ك", "ک").split()).lower()
    if asked in _AUTO_NAMES:
        return AUTO
    by_name = {name.replace("\u200c", " "): code for code, name in _PERSIAN.items()} | dict(_ALSO)
    try:
        return by_name.get(asked) or (language_code(asked, LANGUAGES) if asked else "")
    except OptionError:
        return ""


def name_of(code: str, speaks: Language) -> str:
    """What speakers of that language call it."""
    return (_PERSIAN if speaks == "fa" else LANGUAGES).get(code, code)
