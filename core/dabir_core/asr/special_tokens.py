"""The ids of Whisper's special tokens, found by name or, where a tokenizer lost names, by the official order.

The order after end of text is fixed: start of transcript, 99 or 100 languages, translate, transcribe, start of a bare
language model, start of previous text, no speech, no timestamps, 1501 timestamps.
Source: openai/whisper@c0d2f62 tokenizer.py get_encoding.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dabir_core.asr.languages import LANGUAGES
from dabir_core.errors import CheckpointIncomplete

END_OF_TEXT = "<|endoftext|>"
START = "<|startoftranscript|>"
TRANSCRIBE = "<|transcribe|>"
TRANSLATE = "<|translate|>"
START_OF_PREVIOUS = "<|startofprev|>"
NO_SPEECH = "<|nospeech|>"
NO_TIMESTAMPS = "<|notimestamps|>"
REQUIRED = (END_OF_TEXT, START, TRANSLATE, TRANSCRIBE, START_OF_PREVIOUS, NO_SPEECH, NO_TIMESTAMPS)

TIMESTAMPS = 1501
_NO_SPEECH_BEFORE_V3 = "<|nocaptions|>"
_LANGUAGE_COUNTS = (99, 100)
_ENGLISH_ONLY_SIZE = 51864
_LANGUAGE = re.compile(r"<\|([a-z]{2,3})\|>")
_TIMESTAMP = re.compile(r"<\|\d+\.\d\d\|>")
_SPECIAL = re.compile(r"<\|.+\|>")


@dataclass(frozen=True, slots=True)
class SpecialTokens:
    """Ids by written form; `languages` by code, in the order of their ids, empty for an English-only checkpoint."""

    ids: Mapping[str, int]
    languages: Mapping[str, int]
    first_timestamp: int
    last_timestamp: int


def is_special(piece: str) -> bool:
    """Whether a piece of a vocabulary steers the decoder and is no text."""
    return piece.startswith("<|") and _SPECIAL.fullmatch(piece) is not None


def find_special_tokens(named: Mapping[str, int], size: int, *, multilingual: bool | None) -> SpecialTokens:
    """Finds every special token of a vocabulary of `size` ids.

    Args:    named: special tokens that the files name. multilingual: what the files say of it, if they do.
    Raises:  CheckpointIncomplete naming the tokens that are neither named nor given by the official order.
    """
    ids = {token: id_ for token, id_ in named.items() if is_special(token) and id_ < size}
    if _NO_SPEECH_BEFORE_V3 in ids:
        ids.setdefault(NO_SPEECH, ids[_NO_SPEECH_BEFORE_V3])
    ids = _official_order(ids, size) | ids
    missing = [token for token in REQUIRED if token not in ids]
    if missing:
        raise CheckpointIncomplete(f"tokenizer: {', '.join(missing)}")
    first = ids.get("<|0.00|>", ids[NO_TIMESTAMPS] + 1)
    last = max((id_ for token, id_ in ids.items() if _TIMESTAMP.fullmatch(token)), default=first + TIMESTAMPS - 1)
    is_multilingual = size != _ENGLISH_ONLY_SIZE if multilingual is None else multilingual
    languages = sorted(_languages(ids), key=lambda found: found[1]) if is_multilingual else []
    return SpecialTokens(ids, dict(languages), first, min(last, size - 1))


def _languages(ids: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for token, id_ in ids.items():
        found = _LANGUAGE.fullmatch(token)
        if found is not None:
            yield found[1], id_


def _official_order(ids: Mapping[str, int], size: int) -> dict[str, int]:
    """The official ids, if they contradict none that is named; otherwise none."""
    if END_OF_TEXT not in ids:
        return {}
    for count in _LANGUAGE_COUNTS:
        order = [END_OF_TEXT, START, *(f"<|{code}|>" for code in list(LANGUAGES)[:count])]
        order += [TRANSLATE, TRANSCRIBE, "<|startoflm|>", START_OF_PREVIOUS, NO_SPEECH, NO_TIMESTAMPS]
        official = {token: ids[END_OF_TEXT] + place for place, token in enumerate(order)}
        fills_vocabulary = ids[END_OF_TEXT] + len(order) + TIMESTAMPS == size
        if (fills_vocabulary or TRANSCRIBE in ids) and all(official.get(t, id_) == id_ for t, id_ in ids.items()):
            return official
    return {}
