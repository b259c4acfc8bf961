"""How text is mended for readers: the rules and the order in which they are applied.

Every rule is a function of its own; they are applied in one order, letters → tatweel → half-spaces taken out →
punctuation → half-spaces put in → digits → spaces, and mending twice changes nothing more. A rule knows Arabic letters
and digits too, so that it does the same whether others are on or off, except where a mark or space that one moves lets
the next see a word («سلام,می روم»).
They speak of Persian: text in another language comes back as it was (Arabic keeps its ي and ك).
Scoring has rules of its own (`dabir_training.scoring`); bidi isolation belongs to rendering.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from dabir_core.text.digits import Digits, with_digits
from dabir_core.text.half_space import joined, without_useless
from dabir_core.text.pieces import Piece, from_text, from_words, rewrite, single_spaced, to_text, to_words
from dabir_core.text.punctuation import punctuated
from dabir_core.text.script import is_prose, persian_letters, without_tatweel
from dabir_core.transcript import Segment

_LANGUAGE = "fa"


@dataclass(frozen=True, slots=True)
class DisplayRules:
    """Which rules mend a text; each can be switched off alone, and then changes nothing.

    letters      Arabic code points become the Persian letters that look the same: ي ك → ی ک
    zwnj         half-spaces are mended («می روم» → «می‌روم») and useless ones taken out
    digits       the digits that numbers are shown with
    punctuation  , ; ? in Persian text become ، ؛ ؟, with no space before a mark and one after it
    spaces       runs of spaces become one, and none is left at the ends
    tatweel      the stretching of letters (ـ) is taken out

    Vowel signs, links, addresses, @names, #tags and Latin words are left as they are by every rule.
    """

    letters: bool = True
    zwnj: bool = True
    digits: Digits = Digits.KEEP
    punctuation: bool = True
    spaces: bool = True
    tatweel: bool = True


def mend(text: str, rules: DisplayRules, *, language: str) -> str:
    """The text as a Persian editor would hand it on; `language` is Whisper's code, and only «fa» is mended."""
    return to_text(_mended(from_text(text), rules)) if language == _LANGUAGE else text


def mend_segment(segment: Segment, rules: DisplayRules) -> Segment:
    """The segment with its text and words mended in step.

    Two words that a half-space joins become one: from the first's start to the last's end, with the least probability.
    A word that needs a space inside becomes two that share its time by their letters. Text follows the words, if any.
    """
    if segment.language != _LANGUAGE:
        return segment
    if not segment.words:
        return replace(segment, text=mend(segment.text, rules, language=segment.language))
    words = to_words(_mended(from_words(segment.words), rules))
    return replace(segment, text=" ".join(word.text for word in words), words=words)


def _mended(pieces: list[Piece], rules: DisplayRules) -> list[Piece]:
    if rules.letters:
        pieces = rewrite(pieces, _in_prose(persian_letters))
    if rules.tatweel:
        pieces = rewrite(pieces, _in_prose(without_tatweel))
    if rules.zwnj:
        pieces = rewrite(pieces, _in_prose(without_useless))
    if rules.punctuation:
        pieces = punctuated(pieces)
    if rules.zwnj:
        pieces = joined(pieces)
    pieces = rewrite(pieces, _in_prose(lambda text: with_digits(text, rules.digits)))
    return single_spaced(pieces) if rules.spaces else pieces


def _in_prose(mend_piece: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: mend_piece(text) if is_prose(text) else text
