"""Which language a window speaks, among candidates, read from the logits after start-of-transcript.

The probability is a softmax over the candidates alone: stock checkpoints take Persian for Arabic, Urdu or Tajik, and
someone who speaks Persian and English wants one of the two. `share` says what that hides: how much of the probability
of all languages the answer has, which is what other programs report.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.languages import language_code
from dabir_core.asr.vocabulary import Vocabulary
from dabir_core.errors import OptionError
from dabir_core.options import Task
from dabir_core.units import Logits

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The likeliest candidate, its probability among the candidates, and its share among all languages."""

    language: str
    probability: float
    share: float


def detect(logits: Logits, vocabulary: Vocabulary, *, candidates: Sequence[str]) -> list[LanguageGuess]:
    """One guess for each of the (B, V) logits that followed start-of-transcript.

    A checkpoint that knows English only answers English, whatever was asked.
    Raises: OptionError for a candidate that the vocabulary lacks.
    """
    if not vocabulary.is_multilingual:
        return [LanguageGuess(ENGLISH, 1.0, 1.0)] * len(logits)
    codes = [known_language(code, vocabulary) for code in candidates]
    among_candidates = _softmax(logits[:, [vocabulary.languages[code] for code in codes]])
    among_all = _softmax(logits[:, list(vocabulary.languages.values())])
    places = {code: place for place, code in enumerate(vocabulary.languages)}
    return [
        LanguageGuess(codes[best], float(shares[best]), float(every[places[codes[best]]]))
        for best, shares, every in zip(among_candidates.argmax(axis=1), among_candidates, among_all, strict=True)
    ]


def known_language(language: str, vocabulary: Vocabulary) -> str:
    """The code of a language that the vocabulary has; an English-only one has English.

    Raises: OptionError naming the nearest that it has.
    """
    return language_code(language, vocabulary.languages if vocabulary.is_multilingual else {ENGLISH: None})


def check_task(task: Task, vocabulary: Vocabulary) -> None:
    """Refuses to translate with a checkpoint that knows English only.

    Raises: OptionError.
    """
    if task is Task.TRANSLATE and not vocabulary.is_multilingual:
        raise OptionError("task translate: this model knows English only")


def _softmax(logits: Logits) -> NDArray[np.float64]:
    """(B, n) softmax of each row."""
    raised = np.exp((logits - logits.max(axis=1, keepdims=True)).astype(np.float64))
    shares: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return shares
