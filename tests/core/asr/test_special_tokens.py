"""Expected ids are those of the official checkpoints' own files on the hub, or counted by hand."""

import pytest

from dabir_core.asr.languages import LANGUAGES
from dabir_core.asr.special_tokens import find_special_tokens, is_special
from dabir_core.errors import CheckpointIncomplete

NAMED_BY_AN_OLD_TOKENIZER = {
    "<|endoftext|>": 50257,
    "<|startoftranscript|>": 50258,
    "<|fa|>": 50300,
    "<|translate|>": 50358,
    "<|transcribe|>": 50359,
    "<|startoflm|>": 50360,
    "<|startofprev|>": 50361,
    "<|nocaptions|>": 50362,
    "<|notimestamps|>": 50363,
}


@pytest.mark.parametrize(
    ("size", "end_of_text", "transcribe", "no_speech", "first_timestamp"),
    [(51865, 50257, 50359, 50362, 50364), (51866, 50257, 50360, 50363, 50365)],
)
def test_lost_tokens_are_completed_by_the_size_of_the_vocabulary(
    size: int, end_of_text: int, transcribe: int, no_speech: int, first_timestamp: int
) -> None:
    found = find_special_tokens({"<|endoftext|>": end_of_text}, size, multilingual=None)
    assert found.ids["<|startoftranscript|>"] == end_of_text + 1
    assert found.ids["<|transcribe|>"] == transcribe
    assert found.ids["<|nospeech|>"] == no_speech
    assert (found.first_timestamp, found.last_timestamp) == (first_timestamp, size - 1)
    assert found.languages["fa"] == 50300
    assert ("yue" in found.languages) == (size == 51866)


def test_an_english_only_vocabulary_has_its_own_ids_and_no_languages() -> None:
    found = find_special_tokens({"<|endoftext|>": 50256}, 51864, multilingual=None)
    assert (found.ids["<|startoftranscript|>"], found.ids["<|notimestamps|>"]) == (50257, 50362)
    assert (found.first_timestamp, found.last_timestamp) == (50363, 51863)
    assert found.languages == {}


def test_what_the_files_say_of_languages_outweighs_the_size() -> None:
    assert find_special_tokens(NAMED_BY_AN_OLD_TOKENIZER, 51865, multilingual=False).languages == {}
    assert find_special_tokens({"<|endoftext|>": 50256}, 51864, multilingual=True).languages["fa"] == 50299


def test_lost_timestamps_follow_the_last_special_token() -> None:
    found = find_special_tokens(NAMED_BY_AN_OLD_TOKENIZER, 51865, multilingual=None)
    assert (found.first_timestamp, found.last_timestamp) == (50364, 51864)
    assert list(found.languages) == list(LANGUAGES)[:99]


def test_a_padded_vocabulary_keeps_the_official_order() -> None:
    found = find_special_tokens(NAMED_BY_AN_OLD_TOKENIZER, 51872, multilingual=None)
    assert found.languages["en"] == 50259
    assert found.last_timestamp == 51864


def test_a_language_that_fine_tuning_appended_is_found() -> None:
    found = find_special_tokens(NAMED_BY_AN_OLD_TOKENIZER | {"<|ckb|>": 51865}, 51866, multilingual=None)
    assert found.languages["ckb"] == 51865
    assert found.languages["fa"] == 50300
    assert found.ids["<|transcribe|>"] == 50359
    assert found.last_timestamp == 51864


def test_a_small_vocabulary_of_its_own_is_read_by_name() -> None:
    names = ["<|endoftext|>", "<|startoftranscript|>", "<|fa|>", "<|translate|>", "<|transcribe|>", "<|startofprev|>"]
    names += ["<|nospeech|>", "<|notimestamps|>", "<|0.00|>", "<|0.02|>", "<|0.04|>"]
    found = find_special_tokens({name: 1000 + i for i, name in enumerate(names)}, 1100, multilingual=None)
    assert found.languages == {"fa": 1002}
    assert (found.first_timestamp, found.last_timestamp) == (1008, 1010)


def test_a_vocabulary_without_room_for_timestamps_has_none() -> None:
    named = {name: id_ - 50000 for name, id_ in NAMED_BY_AN_OLD_TOKENIZER.items()}
    found = find_special_tokens(named, 364, multilingual=None)
    assert found.last_timestamp < found.first_timestamp


def test_what_neither_name_nor_order_gives_is_told_by_name() -> None:
    with pytest.raises(CheckpointIncomplete) as refused:
        find_special_tokens({"<|endoftext|>": 300, "<|transcribe|>": 305}, 2000, multilingual=None)
    assert "<|startoftranscript|>" not in refused.value.subject or "<|transcribe|>" not in refused.value.subject
    with pytest.raises(CheckpointIncomplete) as refused:
        find_special_tokens({}, 51865, multilingual=None)
    assert refused.value.subject.startswith("tokenizer: <|endoftext|>, <|startoftranscript|>")


def test_an_id_beyond_the_vocabulary_counts_as_lost() -> None:
    beyond = NAMED_BY_AN_OLD_TOKENIZER | {"<|transcribe|>": 60000}
    assert find_special_tokens(beyond, 51865, multilingual=None).ids["<|transcribe|>"] == 50359


@pytest.mark.parametrize(("piece", "special"), [("<|fa|>", True), ("<|0.00|>", True), ("<|", False), ("fa", False)])
def test_special_tokens_are_told_by_their_marks(piece: str, special: bool) -> None:
    assert is_special(piece) == special
