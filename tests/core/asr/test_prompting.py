from dataclasses import replace

import pytest

from dabir_core.asr.prompting import context_limit, context_tokens
from tests.scripted import small_checkpoint

# Twelve positions take 12 / 2 - 1 = 5 tokens of earlier text; a token is a word's number of characters.
CHECKPOINT = small_checkpoint(positions=12)


def test_half_of_the_positions_but_one_take_earlier_text() -> None:
    assert context_limit(small_checkpoint(positions=448)) == 223
    assert context_limit(CHECKPOINT) == 5


@pytest.mark.parametrize(
    ("prompt", "hot_words", "expected"),
    [
        pytest.param("", (), (), id="nothing"),
        pytest.param("  ", (" ",), (), id="nothing but spaces"),
        pytest.param("a bb ccc", (), (1, 2, 3), id="a prompt that fits"),
        pytest.param("a bb ccc dddd eeeee ffffff", (), (2, 3, 4, 5, 6), id="the newest of a prompt"),
        pytest.param("", ("aaaa", "bb"), (5, 2), id="hot words are a list with commas"),
        pytest.param("a bb ccc dddd", ("aaaaaa", "bb"), (7, 2, 2, 3, 4), id="hot words first, the prompt is trimmed"),
        pytest.param("a", ("b b b", "c c", "d"), (1, 1, 2, 1, 1), id="hot words are dropped whole, from the end"),
        pytest.param("a bb", ("b b b b b b",), (1, 2), id="a hot word that never fits"),
    ],
)
def test_earlier_text_fits(prompt: str, hot_words: tuple[str, ...], expected: tuple[int, ...]) -> None:
    assert context_tokens(CHECKPOINT, prompt=prompt, hot_words=hot_words) == expected


class CountingEncoder:
    """One token for each word; counts its calls."""

    calls = 0

    def encode(self, text: str) -> list[int]:
        self.calls += 1
        return [1] * len(text.split())


def test_ten_thousand_hot_words_are_not_encoded_once_for_each_that_is_too_many() -> None:
    encoder = CountingEncoder()
    checkpoint = replace(CHECKPOINT, vocabulary=replace(CHECKPOINT.vocabulary, encoder=encoder))
    assert context_tokens(checkpoint, prompt="", hot_words=("word",) * 10_000) == (1,) * 5
    assert encoder.calls < 20
