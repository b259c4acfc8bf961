"""What the decoder is told came before: hot words and the text of a prompt, as tokens that fit.

Whisper was trained with at most half of its positions for earlier text (openai/whisper decoding.py). Hot words stand
first and are dropped from their end, whole; the prompt stands next to the speech and loses its oldest tokens.
"""

from bisect import bisect_right
from collections.abc import Sequence

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.vocabulary import Vocabulary


def context_limit(checkpoint: Checkpoint) -> int:
    """How many tokens of earlier text a checkpoint takes; the start-of-previous token is not among them."""
    return max(0, checkpoint.dimensions.target_positions // 2 - 1)


def context_tokens(checkpoint: Checkpoint, *, prompt: str, hot_words: Sequence[str]) -> tuple[int, ...]:
    """Hot words, then the newest part of the prompt; empty where neither says anything."""
    limit, vocabulary = context_limit(checkpoint), checkpoint.vocabulary
    words = _hot_word_tokens(vocabulary, hot_words, limit=limit)
    text = vocabulary.encode(" " + prompt.strip()) if prompt.strip() else []
    room = limit - len(words)
    return (*words, *(text[-room:] if room else ()))


def _hot_word_tokens(vocabulary: Vocabulary, hot_words: Sequence[str], *, limit: int) -> list[int]:
    """As many of the words, as a list with commas, as fit."""
    words = [word.strip() for word in hot_words if word.strip()]

    def listed(count: int) -> list[int]:
        return vocabulary.encode(" " + "، ".join(words[:count]))

    # Halving, for encoding a long list once for each word that is too many takes seconds.
    fitting = bisect_right(range(1, len(words) + 1), limit, key=lambda count: len(listed(count)))
    return listed(fitting) if fitting else []
