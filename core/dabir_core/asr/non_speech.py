"""Tokens that write what nobody says: brackets, notes of music, speaker marks.

Official checkpoints list their ids; some fine-tuned ones write -1 for «these».
Source: openai/whisper@c0d2f62 tokenizer.py non_speech_tokens, whose rule this is.
"""

from collections.abc import Iterator

from dabir_core.asr.vocabulary import Vocabulary

_SYMBOLS = (
    *'"#()*+/:;<=>@[\\]^_`{|}~「」『』',
    *("<<", ">>", "<<<", ">>>", "--", "---", "-(", "-[", "('", '("', "((", "))", "(((", ")))", "[[", "]]", "{{", "}}"),
    *("♪♪", "♪♪♪"),
)
_MUSIC = tuple("♩♪♫♬♭♮♯")


def non_speech_tokens(vocabulary: Vocabulary) -> tuple[int, ...]:
    """Ids to suppress, ascending: symbols that are one token, what music signs begin with, special tokens but the end.

    A hyphen and an apostrophe are suppressed where they begin a word only.
    """
    start_of_lm = vocabulary.start_of_previous - 1
    steering = (vocabulary.start_of_transcript, vocabulary.transcribe, vocabulary.translate, vocabulary.no_speech)
    specials = (*steering, start_of_lm, vocabulary.start_of_previous)
    return tuple(sorted({*_written(vocabulary), *specials}))


def _written(vocabulary: Vocabulary) -> Iterator[int]:
    yield vocabulary.encode(" -")[0]
    yield vocabulary.encode(" '")[0]
    for symbol in (*_SYMBOLS, *_MUSIC):
        for ids in (vocabulary.encode(symbol), vocabulary.encode(f" {symbol}")):
            if len(ids) == 1 or symbol in _MUSIC:
                yield ids[0]
