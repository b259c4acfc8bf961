import random
from collections.abc import Callable

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_training.demo.sentences import distinct
from dabir_training.scoring import VERSION, Units, count, difference, folded_words, score

ALPHABET = "آبتیک هٔ\u200c 12۳ ،.abA"
TEXTS = st.lists(st.tuples(st.text(ALPHABET), st.text(ALPHABET)), min_size=1, max_size=5)
PLAIN_WORDS = st.lists(st.sampled_from(["از", "باد", "سرد", "گل", "خوب"]), max_size=6).map(" ".join)
PLAIN = st.lists(st.tuples(PLAIN_WORDS, PLAIN_WORDS), min_size=1, max_size=5)


@given(TEXTS)
def test_raw_is_jiwer_on_the_strings_as_they_are(pairs: list[tuple[str, str]]) -> None:
    references, hypotheses = ([pair[side] for pair in pairs] for side in (0, 1))
    assert score(pairs, is_raw=True, resamples=1).wer.value == jiwer.wer(references, hypotheses)


@given(PLAIN)
def test_plain_text_scores_as_jiwer_scores_it(pairs: list[tuple[str, str]]) -> None:
    references, hypotheses = ([pair[side] for pair in pairs] for side in (0, 1))
    scores = score(pairs, resamples=1)
    assert scores.wer.value == scores.wer_strict.value == jiwer.wer(references, hypotheses)
    letters, heard = ([text.replace(" ", "") for text in texts] for texts in (references, hypotheses))
    assert scores.cer.value == jiwer.cer(letters, heard)


def test_rates_are_errors_in_all_words_together() -> None:
    # one of four words replaced, two of two left out, one put in: 4 errors in 6 words
    scores = score([("یک دو سه چهار", "یک دو سه پنج"), ("او رفت", ""), ("", "بله")], resamples=10)
    assert (scores.wer.errors, scores.wer.units, scores.wer.value) == (4, 6, 4 / 6)
    assert scores.utterances == 3
    assert scores.version == VERSION


def test_a_spelling_costs_only_the_strict_and_the_raw_score() -> None:
    pairs = [("می\u200cروم ۲ بار", "ميروم دو بار")]
    assert score(pairs, resamples=1).wer.value == score(pairs, resamples=1).cer.value == 0.0
    assert score(pairs, resamples=1).wer_strict.errors == 3  # می روم 2 against میروم دو
    raw = score(pairs, is_raw=True, resamples=1)
    assert (raw.wer.errors, raw.wer.units) == (2, 3)
    assert "raw" in raw.version


def test_the_interval_is_the_binomial_one_where_utterances_are_words() -> None:
    # 200 utterances of one word, 20 of them wrong: a draw's errors are binomial(200, 0.1), whose middle 95 % by the
    # normal approximation are 0.1 ± 1.96 · sqrt(0.1 · 0.9 / 200) = 0.058 … 0.142
    pairs = [("گل", "گل")] * 180 + [("گل", "باد")] * 20
    rate = score(pairs, resamples=4000).wer
    assert rate.low == pytest.approx(0.058, abs=0.006)
    assert rate.high == pytest.approx(0.142, abs=0.006)


def test_the_same_seed_draws_the_same_interval() -> None:
    pairs = [("گل سرخ", "گل"), ("باد سرد آمد", "باد سرد آمد"), ("او", "ما")] * 20
    assert score(pairs, seed=5) == score(pairs, seed=5)
    assert score(pairs, seed=5) != score(pairs, seed=6)


def test_nothing_scores_nothing() -> None:
    scores = score([])
    assert (scores.wer.value, scores.wer.low, scores.wer.high, scores.utterances) == (0.0, 0.0, 0.0, 0)


def test_hypotheses_that_differ_by_one_word_each_differ_surely() -> None:
    # every utterance has four words; one more of them is wrong in each: the difference is 0.25 in every draw
    worse = [count("یک دو سه چهار", "یک دو آن این")] * 30
    better = [count("یک دو سه چهار", "یک دو سه این")] * 30
    told = difference(worse, better, units=Units.WER)
    assert (told.value, told.low, told.high) == (0.25, 0.25, 0.25)


def test_a_set_does_not_differ_from_itself() -> None:
    counts = [count("یک دو", "یک"), count("سه", "سه")]
    told = difference(counts, counts, units=Units.CER)
    assert (told.value, told.low, told.high) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "respell",
    [
        lambda text: text.replace("\u200c", " "),
        lambda text: text.replace("\u200c", ""),
        lambda text: text.translate(str.maketrans("یک", "يك")),
        lambda text: text.translate(str.maketrans("", "", "،.؟")),
        lambda text: text.replace("می\u200c", "مـی\u200c\u200c").replace(" ", "  "),
    ],
    ids=["half-space as space", "half-space dropped", "Arabic letters", "no punctuation", "drawn out"],
)
def test_a_hundred_sentences_spelled_otherwise_have_no_errors(respell: Callable[[str], str]) -> None:
    sentences = distinct(3, 100)
    respelled = [respell(sentence) for sentence in sentences]
    assert respelled != sentences
    scores = score(list(zip(sentences, respelled, strict=True)), resamples=1)
    assert (scores.wer.errors, scores.cer.errors) == (0, 0)


def test_wrong_words_in_a_hundred_sentences_cost_what_plain_words_cost() -> None:
    sentences = [" ".join(folded_words(sentence)) for sentence in distinct(3, 100)]
    draw = random.Random(1)
    wrong = [" ".join(draw.choice((word, word, "سیب", "")) for word in sentence.split()) for sentence in sentences]
    scores = score(list(zip(sentences, wrong, strict=True)), resamples=1)
    assert scores.wer.value == jiwer.wer(sentences, wrong) > 0.3
