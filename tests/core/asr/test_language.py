import math

import numpy as np
import pytest

from dabir_core.asr.language import LanguageGuess, check_task, detect, known_language
from dabir_core.errors import OptionError
from dabir_core.options import Task
from dabir_core.units import Logits
from tests.scripted import LANGUAGES, SIZE, small_checkpoint

MULTILINGUAL = small_checkpoint().vocabulary
ENGLISH_ONLY = small_checkpoint(multilingual=False).vocabulary


def heard(**shares: float) -> Logits:
    """(1, V) logits whose softmax over the languages is these shares; another token is likelier than all."""
    logits = np.full((1, SIZE), 3.0, dtype=np.float32)
    for code, share in shares.items():
        logits[0, LANGUAGES[code]] = math.log(share)
    return logits


def test_the_answer_is_the_likeliest_candidate_with_its_share_among_them() -> None:
    (guess,) = detect(heard(fa=0.3, en=0.1, ar=0.6), MULTILINGUAL, candidates=("fa", "en"))
    assert guess.language == "fa"
    assert guess.probability == pytest.approx(0.75, abs=1e-6)
    assert guess.share == pytest.approx(0.3, abs=1e-6)


def test_a_wider_choice_finds_what_was_likelier() -> None:
    (guess,) = detect(heard(fa=0.3, en=0.1, ar=0.6), MULTILINGUAL, candidates=("fa", "en", "ar"))
    assert guess.language == "ar"
    assert guess.probability == pytest.approx(0.6, abs=1e-6)
    assert guess.share == pytest.approx(0.6, abs=1e-6)


def test_each_row_is_told_its_own() -> None:
    logits = np.concatenate([heard(fa=0.9, en=0.05, ar=0.05), heard(fa=0.2, en=0.7, ar=0.1)])
    guesses = detect(logits, MULTILINGUAL, candidates=("en", "fa"))
    assert [guess.language for guess in guesses] == ["fa", "en"]


def test_one_candidate_is_certain() -> None:
    (guess,) = detect(heard(fa=0.1, en=0.1, ar=0.8), MULTILINGUAL, candidates=("fa",))
    assert (guess.language, guess.probability) == ("fa", 1.0)
    assert guess.share == pytest.approx(0.1, abs=1e-6)


def test_an_english_only_checkpoint_answers_english() -> None:
    logits = np.zeros((2, SIZE), dtype=np.float32)
    assert detect(logits, ENGLISH_ONLY, candidates=("fa",)) == [LanguageGuess("en", 1.0, 1.0)] * 2


def test_an_unknown_candidate_is_refused() -> None:
    with pytest.raises(OptionError):
        detect(heard(fa=0.3, en=0.1, ar=0.6), MULTILINGUAL, candidates=("fa", "ko"))


def test_a_language_of_another_checkpoint_is_refused() -> None:
    assert known_language("fa", MULTILINGUAL) == "fa"
    assert known_language("en", ENGLISH_ONLY) == "en"
    with pytest.raises(OptionError):
        known_language("fa", ENGLISH_ONLY)


def test_only_a_multilingual_checkpoint_translates() -> None:
    check_task(Task.TRANSLATE, MULTILINGUAL)
    check_task(Task.TRANSCRIBE, ENGLISH_ONLY)
    with pytest.raises(OptionError, match="English"):
        check_task(Task.TRANSLATE, ENGLISH_ONLY)
