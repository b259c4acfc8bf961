"""What one window says of its language, read from the logits after start-of-transcript, and which languages there are.

Only candidates count: stock checkpoints take Persian for Arabic, Urdu or Tajik, and someone who speaks Persian and
English wants one of the two. What the windows of a recording say together is `language_evidence`'s business.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Logits
from dabir_core.asr.languages import language_code
from dabir_core.asr.vocabulary import Vocabulary
from dabir_core.errors import OptionError
from dabir_core.options import Task, TranscribeOptions

ENGLISH = "en"


def candidate_log_probabilities(
    logits: Logits, vocabulary: Vocabulary, *, candidates: Sequence[str]
) -> list[tuple[float, ...]]:
    """For each of the (B, V) logits that followed start-of-transcript, every candidate's log-probability (nats).

    It is taken among all languages, so that it says both which candidate is likeliest and how much all of them leave
    to others. An English-only checkpoint is certain of English.
    Raises: OptionError for a candidate that the vocabulary lacks.
    """
    codes = [known_language(code, vocabulary) for code in candidates]
    if not vocabulary.is_multilingual:
        return [(0.0,) * len(codes)] * len(logits)
    places = {code: place for place, code in enumerate(vocabulary.languages)}
    among_all = _log_softmax(logits[:, list(vocabulary.languages.values())])
    return [tuple(row) for row in among_all[:, [places[code] for code in codes]].tolist()]


def known_languages(options: TranscribeOptions, vocabulary: Vocabulary) -> TranscribeOptions:
    """The options with language and candidates under the vocabulary's own codes, each once.

    An English-only checkpoint has English as its only candidate, whatever was asked.
    Raises: OptionError for a language that the vocabulary lacks.
    """
    if options.language is not None:
        return replace(options, language=known_language(options.language, vocabulary))
    if not vocabulary.is_multilingual:
        return replace(options, candidates=(ENGLISH,))
    codes = (known_language(candidate, vocabulary) for candidate in options.candidates)
    return replace(options, candidates=tuple(dict.fromkeys(codes)))


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


def _log_softmax(logits: Logits) -> NDArray[np.float64]:
    """(B, n) log-softmax of each row."""
    lowered = (logits - logits.max(axis=1, keepdims=True)).astype(np.float64)
    values: NDArray[np.float64] = lowered - np.log(np.exp(lowered).sum(axis=1, keepdims=True))
    return values
