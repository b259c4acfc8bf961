"""The half-space (ZWNJ): useless ones go, missing ones come, doubtful places stay as they are.

Two words become one only under all conditions of a case:

می, نمی            before a word that ends like a verb («می روم», «نمی شه», «می خواست»), is none of `NOT_VERBS` and
                   has none of its own: «می می‌روم» is a stammer;
                   never after «ماه» («ماه می»), nor before a number («۱۵ می ۲۰۲۰»): so wine and May are seldom touched
ها, های, هایم …     after a Persian word that is none of `NEVER_PLURAL` and no verb with «می»; «ها!», «ها؟» are cries,
                   and «های» before «و» or beside itself is a noise («های و هوی»)
ترین               after any Persian word of two letters or more
تر, تری             after a word of `GRADABLE`, and «تر» before «از»; else it may mean wet: «لباس تر» stays
ام ات اش ایم اید    after three letters or more that end in a silent «ه»; «ای» not before a word of `VOCATIVE_AFTER`,
اند ای ی           nor «ام», «ای» before one of `LETTER_NAMES`

After a letter that joins to none («کار», «زیبا») nothing stands between the parts, as people type them: «کارها»,
«زیباتر». Words written in one («میروم», «کتابها») are left: to part them takes a dictionary («میهن», «تنها», «دفتر»).
Deliberately absent for doubt: مان/تان/شان after «ه» («شان» is also dignity), «بی», «هم», compounds.
Source: Academy of Persian Language and Literature, Dastur-e Khatt-e Farsi (1401).
"""

import re

from dabir_core.text.half_space_words import (
    AFTER_SILENT_HE,
    COMPARATIVES,
    FUSED,
    GRADABLE,
    LETTER_NAMES,
    NEVER_PLURAL,
    NOT_VERBS,
    PLURALS,
    PREFIXES,
    SPOKEN_HE,
    SUPERLATIVES,
    VOCATIVE_AFTER,
)
from dabir_core.text.pieces import Piece
from dabir_core.text.script import LETTERS, MARKS, NON_JOINING, ZWNJ, bare

_RUN = re.compile(f"{ZWNJ}{{2,}}")
_BESIDE_NO_LETTER = re.compile(rf"(?<![\w{MARKS}]){ZWNJ}|{ZWNJ}(?![\w{MARKS}])")
_OPENING = "«([“\"'؟!،؛.:"
_OPENED_WORD = re.compile(rf"[{re.escape(_OPENING)}]*([{LETTERS}][{LETTERS}{MARKS}{ZWNJ}]*)")
_CLOSED_WORD = re.compile(rf"([{LETTERS}][{LETTERS}{MARKS}{ZWNJ}]*)([^\w{ZWNJ}]*)")
_VERB_ENDINGS = "میدتهنش"
_CRIES = ("!", "؟", "?")


def without_useless(text: str) -> str:
    """The text of one piece without half-spaces in a row, at its ends, or beside anything but a letter or digit."""
    return _BESIDE_NO_LETTER.sub("", _RUN.sub(ZWNJ, text))


def joined(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the words joined that a half-space belongs between; repeated until no join opens another."""
    while len(shorter := _joined_once(pieces)) < len(pieces):
        pieces = shorter
    return pieces


def _joined_once(pieces: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for at, piece in enumerate(pieces):
        follower = pieces[at + 1] if at + 1 < len(pieces) else Piece("")
        if kept and not kept[-1].is_line_end and _belong_together(kept, piece, follower):
            kept[-1] = kept[-1].joined_to(piece, by=_glue(kept[-1].text, piece.text))
        else:
            kept.append(piece)
    return kept


def _belong_together(kept: list[Piece], piece: Piece, follower: Piece) -> bool:
    opened, closed = _OPENED_WORD.fullmatch(kept[-1].text), _CLOSED_WORD.fullmatch(piece.text)
    if not opened or not closed:
        return False
    word, ending, tail = bare(opened[1]), bare(closed[1]), closed[2]
    if word in PREFIXES:
        return _is_verb(ending) and not (len(kept) > 1 and _first_word(kept[-2]) == "ماه")
    upcoming = "" if tail else _first_word(follower)
    return (
        _is_plural(word, ending, upcoming=upcoming, tail=tail or follower.text)
        or _is_graded(word, ending, upcoming=upcoming)
        or _follows_silent_he(word, ending, upcoming=upcoming)
    )


def _is_verb(word: str) -> bool:
    return len(word) > 1 and word[-1] in _VERB_ENDINGS and word not in NOT_VERBS and not _has_prefix(word)


def _has_prefix(word: str) -> bool:
    return word.startswith(tuple(prefix + ZWNJ for prefix in PREFIXES))


def _is_plural(word: str, ending: str, *, upcoming: str, tail: str) -> bool:
    if ending not in PLURALS or word in NEVER_PLURAL or _has_prefix(word):
        return False
    is_cry = ending == "ها" and tail.startswith(_CRIES)
    return not is_cry and not (ending == "های" and upcoming in {"و", "های"})


def _is_graded(word: str, ending: str, *, upcoming: str) -> bool:
    if ending in SUPERLATIVES:
        return len(word) > 1 and word not in NEVER_PLURAL
    return ending in COMPARATIVES and (word in GRADABLE or (ending == "تر" and upcoming == "از" and len(word) > 2))


def _follows_silent_he(word: str, ending: str, *, upcoming: str) -> bool:
    if ending not in AFTER_SILENT_HE or len(word) < 3 or not word.endswith("ه"):
        return False
    if word.endswith("اه") or word in SPOKEN_HE:
        return False
    is_letter_name = ending in {"ام", "ای"} and upcoming in LETTER_NAMES
    return not is_letter_name and not (ending == "ای" and upcoming in VOCATIVE_AFTER)


def _first_word(piece: Piece) -> str:
    found = _CLOSED_WORD.fullmatch(piece.text)
    return bare(found[1]) if found else ""


def _glue(text: str, ending: str) -> str:
    is_fused = bare(text).lstrip(_OPENING) in FUSED and ending.startswith("تر")
    return "" if is_fused or bare(text)[-1] in NON_JOINING else ZWNJ
