"""The demo's tokenizer: Whisper's special tokens in Whisper's order, and text that comes back as it went in."""

import itertools

import pytest
from transformers.models.whisper.tokenization_whisper import LANGUAGES

from dabir_training.demo.sentences import sentences
from dabir_training.demo.tokenizer import Vocabulary, special_tokens, timestamp_tokens, train_tokenizer

_BPE_TOKENS = 400


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(train_tokenizer(itertools.islice(sentences(1), 2000), bpe_tokens=_BPE_TOKENS))


def test_special_tokens_follow_the_text_in_whisper_order(vocabulary: Vocabulary) -> None:
    # openai-whisper's tokenizer.py: endoftext, startoftranscript, languages, then these, then timestamps.
    after = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    expected = ["endoftext", "startoftranscript", *LANGUAGES, *after]
    names = [vocabulary.tokenizer.id_to_token(_BPE_TOKENS + index) for index in range(len(expected))]

    assert names == [f"<|{name}|>" for name in expected]
    assert vocabulary.first_timestamp == _BPE_TOKENS + len(expected)
    assert vocabulary.size == vocabulary.first_timestamp + 1501


def test_timestamps_run_to_thirty_seconds(vocabulary: Vocabulary) -> None:
    assert timestamp_tokens()[0] == "<|0.00|>"
    assert timestamp_tokens()[-1] == "<|30.00|>"
    assert vocabulary.tokenizer.id_to_token(vocabulary.timestamp(12.34)) == "<|12.34|>"
    assert len(set(special_tokens()) | set(timestamp_tokens())) == len(special_tokens()) + 1501


@pytest.mark.parametrize(
    "text", [" من به خانه می\u200cروم.", " کتاب\u200cها کجا است؟", " Hello, 123! ß 漢字 🙂", " ,،.؟", ""]
)
def test_text_comes_back(vocabulary: Vocabulary, text: str) -> None:
    assert vocabulary.tokenizer.decode(vocabulary.tokenizer.encode(text).ids) == text


def test_words_joined_are_the_text(vocabulary: Vocabulary) -> None:
    for sentence in itertools.islice(sentences(2), 200):
        joined = [token for word in sentence.split() for token in vocabulary.word(word)]

        assert joined == vocabulary.tokenizer.encode(f" {sentence}").ids
