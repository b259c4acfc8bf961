"""The demo's text: closed, in display form, and the test sentences apart from the training ones."""

import itertools
import re
import unicodedata

import pytest

from dabir_training.demo.corpus import held_out_sentences, training_sentences
from dabir_training.demo.off_template import OFF_TEMPLATE_SENTENCES
from dabir_training.demo.run_file import Run
from dabir_training.demo.sample_text import SAMPLE_SENTENCES
from dabir_training.demo.sentences import FIXED, distinct, sentences, words
from dabir_training.demo.vocabulary import VERBS, Tense

_LETTERS = "آأابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_DISPLAY_FORM = re.compile(rf"[{_LETTERS}]+(\u200c[{_LETTERS}]+)*(،? [{_LETTERS}]+(\u200c[{_LETTERS}]+)*)*[.؟]")


def test_same_seed_gives_same_sentences() -> None:
    first, second = (list(itertools.islice(sentences(7), 50)) for _ in range(2))

    assert first == second
    assert first != list(itertools.islice(sentences(8), 50))


def test_every_sentence_is_in_display_form() -> None:
    for sentence in (*itertools.islice(sentences(1), 3000), *FIXED, *SAMPLE_SENTENCES):
        assert _DISPLAY_FORM.fullmatch(sentence), sentence
        assert unicodedata.normalize("NFC", sentence) == sentence


def test_held_out_and_sample_are_never_trained_on(shipped_run: Run) -> None:
    trained = set(training_sentences(shipped_run))
    held_out = held_out_sentences(shipped_run)

    assert len(held_out) == len(set(held_out)) == shipped_run.corpus.held_out_sentences
    assert len(trained) == shipped_run.corpus.sentences
    assert trained.isdisjoint(held_out)
    assert trained.isdisjoint(SAMPLE_SENTENCES)
    assert trained.isdisjoint(OFF_TEMPLATE_SENTENCES)
    assert set(held_out).isdisjoint(SAMPLE_SENTENCES)


def test_held_out_and_sample_hold_known_words_only(shipped_run: Run) -> None:
    known = {word for sentence in training_sentences(shipped_run) for word in words(sentence)}

    assert 300 <= len(known) <= 600
    for sentence in (*held_out_sentences(shipped_run), *SAMPLE_SENTENCES, *OFF_TEMPLATE_SENTENCES):
        assert known.issuperset(words(sentence)), sentence


def test_sample_has_a_verb_with_mi_and_a_plural() -> None:
    text = " ".join(SAMPLE_SENTENCES)

    assert "می\u200c" in text
    assert "\u200cها" in text
    assert 6 <= len(SAMPLE_SENTENCES) <= 9


def test_distinct_leaves_out_what_it_is_told() -> None:
    kept = frozenset(distinct(3, 20))

    assert kept.isdisjoint(distinct(3, 200, without=kept))


@pytest.mark.parametrize(
    ("verb", "person", "tense", "is_negated", "expected"),
    [
        ("go", 0, Tense.PRESENT, False, "می\u200cروم"),
        ("go", 5, Tense.PRESENT, True, "نمی\u200cروند"),
        ("go", 2, Tense.PAST, False, "رفت"),
        ("have", 3, Tense.PRESENT, False, "داریم"),
        ("have", 3, Tense.PRESENT, True, "نداریم"),
        ("come", 2, Tense.PRESENT, False, "می\u200cآید"),
        ("want", 4, Tense.PAST, False, "خواستید"),
    ],
)
def test_verb_forms(verb: str, person: int, tense: Tense, is_negated: bool, expected: str) -> None:
    assert VERBS[verb].form(person, tense, is_negated=is_negated) == expected
