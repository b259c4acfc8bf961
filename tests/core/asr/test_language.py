import math

import numpy as np
import pytest

from dabir_core.arrays import Logits
from dabir_core.asr.language import candidate_log_probabilities, check_task, known_language, known_languages
from dabir_core.errors import OptionError
from dabir_core.options import Task, TranscribeOptions
from tests.scripted import LANGUAGES, SIZE, small_checkpoint

MULTILINGUAL = small_checkpoint().vocabulary
ENGLISH_ONLY = small_checkpoint(multilingual=False).vocabulary


def heard(**shares: float) -> Logits:
    """(1, V) logits whose softmax over the languages is these shares; another token is likelier than all."""
    logits = np.full((1, SIZE), 3.0, dtype=np.float32)
    for code, share in shares.items():
        logits[0, LANGUAGES[code]] = math.log(share)
    return logits


def test_candidates_are_measured_among_all_languages() -> None:
    (row,) = candidate_log_probabilities(heard(fa=0.3, en=0.1, ar=0.6), MULTILINGUAL, candidates=("en", "fa"))
    assert row == pytest.approx((math.log(0.1), math.log(0.3)), abs=1e-6)


def test_each_row_is_told_its_own() -> None:
    logits = np.concatenate([heard(fa=0.9, en=0.05, ar=0.05), heard(fa=0.2, en=0.7, ar=0.1)])
    rows = candidate_log_probabilities(logits, MULTILINGUAL, candidates=("fa",))
    assert rows == [pytest.approx((math.log(0.9),), abs=1e-6), pytest.approx((math.log(0.2),), abs=1e-6)]


def test_an_english_only_checkpoint_is_certain_of_english() -> None:
    logits = np.zeros((2, SIZE), dtype=np.float32)
    assert candidate_log_probabilities(logits, ENGLISH_ONLY, candidates=("en",)) == [(0.0,), (0.0,)]


def test_languages_get_the_checkpoint_s_own_codes_each_once() -> None:
    options = TranscribeOptions(candidates=("Persian", "EN", "فارسی"))
    assert known_languages(options, MULTILINGUAL).candidates == ("fa", "en")
    forced = known_languages(TranscribeOptions(language="Arabic"), MULTILINGUAL)
    assert (forced.language, forced.candidates) == ("ar", ("fa", "en"))


def test_english_is_all_that_an_english_only_checkpoint_can_hear() -> None:
    assert known_languages(TranscribeOptions(candidates=("fa", "ko")), ENGLISH_ONLY).candidates == ("en",)


def test_an_unknown_candidate_is_refused() -> None:
    with pytest.raises(OptionError):
        candidate_log_probabilities(heard(fa=0.3, en=0.1, ar=0.6), MULTILINGUAL, candidates=("fa", "ko"))
    with pytest.raises(OptionError):
        known_languages(TranscribeOptions(candidates=("fa", "ko")), MULTILINGUAL)


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
