import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from dabir_core.asr.vocabulary import Vocabulary, letter_bytes
from dabir_core.errors import OptionError
from dabir_core.options import Task
from tests.checkpoints import converted_tokenizer, multilingual_tokenizer
from tests.convert_tokenizer import byte_letters, merge_by_rank

# the pattern that tiktoken cuts text by, from openai/whisper@c0d2f62 tokenizer.py
PIECES = regex.compile(r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+""")
PERSIAN = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءآأؤئۀةيك‌ًَُِّ،؛؟۰۱۲۳۴۵۶۷۸۹٪«»"
MIXED = st.text(PERSIAN + "abcdefghijXYZ'019.,!? \n\t-<|>🙂é漢", max_size=60)


@pytest.fixture(scope="session")
def ranks() -> dict[bytes, int]:
    """The byte strings of the fixture by rank; a rank is an id."""
    letters = {letter: byte for byte, letter in byte_letters().items()}
    vocabulary = multilingual_tokenizer()["model"]["vocab"]
    return {bytes(letters[letter] for letter in piece): rank for piece, rank in vocabulary.items()}


@pytest.fixture(scope="session")
def library() -> Tokenizer:
    """The tokenizers library reading the whole file itself."""
    return Tokenizer.from_str(converted_tokenizer())


def encode_by_rank(ranks: dict[bytes, int], text: str) -> list[int]:
    """What tiktoken does: cut by the pattern, then always merge the neighbours of lowest rank."""
    return [ranks[part] for piece in PIECES.findall(text) for part in merge_by_rank(ranks, piece.encode("utf-8"))]


@settings(max_examples=600, deadline=None)
@given(text=MIXED)
def test_encoding_by_merges_is_encoding_by_ranks(ranks: dict[bytes, int], multilingual: Vocabulary, text: str) -> None:
    assert multilingual.encode(text) == encode_by_rank(ranks, text)


@settings(max_examples=600, deadline=None)
@given(text=st.one_of(MIXED, st.text(max_size=40)))
def test_decoding_gives_back_what_was_encoded(multilingual: Vocabulary, text: str) -> None:
    assert multilingual.decode(multilingual.encode(text)) == text


@settings(max_examples=300, deadline=None)
@given(ids=st.lists(st.integers(0, 50255), max_size=20))
def test_any_ids_decode_as_the_library_decodes_them(
    library: Tokenizer, multilingual: Vocabulary, ids: list[int]
) -> None:
    assert multilingual.decode(ids) == library.decode(ids)


def test_what_looks_like_a_special_token_is_text(multilingual: Vocabulary) -> None:
    ids = multilingual.encode("<|fa|> <|0.00|><|endoftext|>")
    assert max(ids) < multilingual.end_of_text
    assert multilingual.decode(ids) == "<|fa|> <|0.00|><|endoftext|>"


def test_special_and_timestamp_tokens_decode_to_nothing(multilingual: Vocabulary) -> None:
    words = multilingual.encode(" سلام")
    steering = [*multilingual.prompt("fa", Task.TRANSCRIBE, timestamps=False), multilingual.first_timestamp + 7]
    assert multilingual.decode([*steering, *words, multilingual.end_of_text]) == " سلام"
    assert multilingual.token_bytes(multilingual.no_speech) == b""


def test_a_letter_that_is_cut_off_becomes_a_replacement_character(multilingual: Vocabulary) -> None:
    ids = multilingual.encode("🙂")
    assert len(ids) > 1
    assert multilingual.decode(ids[:-1]) == "\N{REPLACEMENT CHARACTER}"
    assert b"".join(map(multilingual.token_bytes, ids)) == "🙂".encode()


def test_an_id_beyond_the_vocabulary_is_silent(multilingual: Vocabulary) -> None:
    assert multilingual.token_bytes(multilingual.size + 3) == b""


def test_the_special_ids_are_those_of_the_official_checkpoints(multilingual: Vocabulary) -> None:
    """From openai/whisper-small generation_config.json and special_tokens_map.json."""
    assert multilingual.size == 51865
    assert (multilingual.end_of_text, multilingual.start_of_transcript) == (50257, 50258)
    assert (multilingual.translate, multilingual.transcribe) == (50358, 50359)
    assert (multilingual.start_of_previous, multilingual.no_speech, multilingual.no_timestamps) == (50361, 50362, 50363)
    assert (multilingual.first_timestamp, multilingual.last_timestamp) == (50364, 51864)
    assert multilingual.languages["en"] == 50259
    assert multilingual.languages["fa"] == 50300
    assert multilingual.languages["su"] == 50357
    assert len(multilingual.languages) == 99


def test_timestamps_are_fiftieths_of_a_second(multilingual: Vocabulary) -> None:
    assert not multilingual.is_timestamp(multilingual.no_timestamps)
    assert multilingual.timestamp_seconds(multilingual.first_timestamp) == 0.0
    assert multilingual.timestamp_seconds(multilingual.first_timestamp + 57) == pytest.approx(1.14)
    assert multilingual.timestamp_seconds(multilingual.last_timestamp) == pytest.approx(30.0)
    assert not multilingual.is_timestamp(multilingual.last_timestamp + 1)


def test_the_prompt_tells_language_and_task(multilingual: Vocabulary) -> None:
    assert multilingual.prompt("fa", Task.TRANSCRIBE, timestamps=False) == (50258, 50300, 50359, 50363)
    assert multilingual.prompt("en", Task.TRANSLATE, timestamps=True) == (50258, 50259, 50358)


@pytest.mark.parametrize("language", [None, "yue", "klingon"])
def test_a_multilingual_prompt_needs_a_language_that_is_there(multilingual: Vocabulary, language: str | None) -> None:
    with pytest.raises(OptionError):
        multilingual.prompt(language, Task.TRANSCRIBE, timestamps=False)


def test_the_alphabet_of_bytes_is_the_one_of_transformers() -> None:
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    published: dict[int, str] = bytes_to_unicode()
    assert letter_bytes() == {letter: byte for byte, letter in published.items()}
