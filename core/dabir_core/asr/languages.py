"""Whisper's languages: the codes of its language tokens, in the order of their token ids.

The order is part of the format: language i has the id «start of transcript» + 1 + i wherever a tokenizer lost its
language tokens. The first 99 are in every multilingual checkpoint; «yue» came with large-v3.
Source: openai/whisper@c0d2f62 tokenizer.py.
"""

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from dabir_core.errors import OptionError

_TABLE = """
en English, zh Chinese, de German, es Spanish, ru Russian, ko Korean, fr French, ja Japanese, pt Portuguese, tr Turkish,
pl Polish, ca Catalan, nl Dutch, ar Arabic, sv Swedish, it Italian, id Indonesian, hi Hindi, fi Finnish, vi Vietnamese,
he Hebrew, uk Ukrainian, el Greek, ms Malay, cs Czech, ro Romanian, da Danish, hu Hungarian, ta Tamil, no Norwegian,
th Thai, ur Urdu, hr Croatian, bg Bulgarian, lt Lithuanian, la Latin, mi Maori, ml Malayalam, cy Welsh, sk Slovak,
te Telugu, fa Persian, lv Latvian, bn Bengali, sr Serbian, az Azerbaijani, sl Slovenian, kn Kannada, et Estonian,
mk Macedonian, br Breton, eu Basque, is Icelandic, hy Armenian, ne Nepali, mn Mongolian, bs Bosnian, kk Kazakh,
sq Albanian, sw Swahili, gl Galician, mr Marathi, pa Punjabi, si Sinhala, km Khmer, sn Shona, yo Yoruba, so Somali,
af Afrikaans, oc Occitan, ka Georgian, be Belarusian, tg Tajik, sd Sindhi, gu Gujarati, am Amharic, yi Yiddish, lo Lao,
uz Uzbek, fo Faroese, ht Haitian Creole, ps Pashto, tk Turkmen, nn Nynorsk, mt Maltese, sa Sanskrit, lb Luxembourgish,
my Myanmar, bo Tibetan, tl Tagalog, mg Malagasy, as Assamese, tt Tatar, haw Hawaiian, ln Lingala, ha Hausa, ba Bashkir,
jw Javanese, su Sundanese, yue Cantonese
"""

LANGUAGES: Mapping[str, str] = MappingProxyType(
    dict(entry.strip().split(" ", 1) for entry in _TABLE.replace("\n", " ").split(","))
)
"""Code → English name, in the order of the language tokens."""


def language_code(written: str, known: Mapping[str, object] = LANGUAGES) -> str:
    """The code that a person means by «fa», «FA», «Persian» or «farsi».

    Args:    known: the codes that may be answered, such as a vocabulary's `languages`.
    Raises:  OptionError naming the nearest code where it is none of them.
    """
    by_name = {name.lower(): code for code, name in LANGUAGES.items()} | {"farsi": "fa", "فارسی": "fa"}
    asked = written.strip().lower()
    code = by_name.get(asked, asked)
    if code in known:
        return code
    answers = [*known, *(name for name, named in by_name.items() if named in known)]
    near = difflib.get_close_matches(asked, answers, n=1, cutoff=0.0)
    nearest = by_name.get(near[0], near[0]) if near else ""
    raise OptionError(f"language {written} (nearest: {nearest})")
