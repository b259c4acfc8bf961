"""Tokenizer files of all ages, each held against the multilingual vocabulary read from a whole tokenizer.json."""

import json
from pathlib import Path
from typing import Any

import pytest

from dabir_core.asr.configuration import GenerationSettings
from dabir_core.asr.vocabulary import Vocabulary
from dabir_core.asr.vocabulary_files import load_vocabulary
from dabir_core.errors import CheckpointCorrupt, CheckpointIncomplete, CheckpointUnsupported
from tests.checkpoints import multilingual_tokenizer, write_json

SILENT = GenerationSettings((), None, (), 50, None, {})
SENTENCE = " سلام، این یک آزمایش است! It's 3 o'clock.\n"


def read(folder: Path, size: int = 51865, settings: GenerationSettings = SILENT) -> Vocabulary:
    return load_vocabulary(folder, size, settings=settings)


def small_tokenizer(**changes: Any) -> dict[str, Any]:
    """A byte-level tokenizer of six pieces and every special token that is required."""
    names = ["endoftext", "startoftranscript", "fa", "translate", "transcribe", "startofprev", "nospeech"]
    added = [{"id": 6 + i, "content": f"<|{name}|>"} for i, name in enumerate([*names, "notimestamps"])]
    model = {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "Ø": 3, "§": 4, "ا": 5}, "merges": [["a", "b"]]}
    return {"model": model, "pre_tokenizer": {"type": "ByteLevel"}, "added_tokens": added} | changes


def write_legacy(folder: Path, *, named: int | None = None) -> None:
    """vocab.json, merges.txt and added_tokens.json of the multilingual tokenizer, its first `named` tokens named."""
    whole = multilingual_tokenizer()
    write_json(folder / "vocab.json", whole["model"]["vocab"])
    merges = "".join(f"{left} {right}\n" for left, right in whole["model"]["merges"])
    (folder / "merges.txt").write_text("#version: 0.2\n" + merges, encoding="utf-8")
    added = whole["added_tokens"][:named]
    write_json(folder / "added_tokens.json", {token["content"]: token["id"] for token in added})


def assert_same(found: Vocabulary, expected: Vocabulary) -> None:
    ids = expected.encode(SENTENCE)
    assert found.encode(SENTENCE) == ids
    assert found.decode([*ids, found.end_of_text, found.first_timestamp]) == SENTENCE
    assert (found.start_of_transcript, found.transcribe) == (expected.start_of_transcript, expected.transcribe)
    assert (found.no_speech, found.no_timestamps) == (expected.no_speech, expected.no_timestamps)
    assert (found.first_timestamp, found.last_timestamp) == (expected.first_timestamp, expected.last_timestamp)
    assert found.languages == expected.languages


def test_the_files_before_tokenizer_json_are_read(tmp_path: Path, multilingual: Vocabulary) -> None:
    write_legacy(tmp_path)
    assert_same(read(tmp_path), multilingual)


def test_old_files_without_timestamps_are_completed(tmp_path: Path, multilingual: Vocabulary) -> None:
    write_legacy(tmp_path, named=107)  # up to <|notimestamps|>
    assert_same(read(tmp_path), multilingual)


def test_old_files_that_name_nothing_but_the_end_are_completed(tmp_path: Path, multilingual: Vocabulary) -> None:
    write_legacy(tmp_path, named=1)
    assert_same(read(tmp_path), multilingual)


def test_a_tokenizer_without_timestamps_is_completed(tmp_path: Path, multilingual: Vocabulary) -> None:
    whole = multilingual_tokenizer()
    write_json(tmp_path / "tokenizer.json", whole | {"added_tokens": whole["added_tokens"][:107]})
    assert_same(read(tmp_path), multilingual)


def test_merges_may_be_written_as_lines(tmp_path: Path, multilingual: Vocabulary) -> None:
    whole = multilingual_tokenizer()
    model = whole["model"] | {"merges": [" ".join(pair) for pair in whole["model"]["merges"]]}
    write_json(tmp_path / "tokenizer.json", whole | {"model": model})
    assert_same(read(tmp_path), multilingual)


def test_tokens_named_beside_the_tokenizer_are_found(tmp_path: Path, multilingual: Vocabulary) -> None:
    whole = multilingual_tokenizer()
    write_json(tmp_path / "tokenizer.json", whole | {"added_tokens": []})
    described = {str(token["id"]): {"content": token["content"]} for token in whole["added_tokens"]}
    write_json(tmp_path / "tokenizer_config.json", {"added_tokens_decoder": described})
    assert_same(read(tmp_path), multilingual)


def test_tokens_named_by_the_generation_config_are_found(tmp_path: Path) -> None:
    whole = small_tokenizer()
    lost = [token for token in whole["added_tokens"] if token["content"] not in {"<|fa|>", "<|transcribe|>"}]
    write_json(tmp_path / "tokenizer.json", whole | {"added_tokens": lost})
    named = GenerationSettings((), None, (), 50, None, {"<|fa|>": 8, "<|transcribe|>": 10})
    found = read(tmp_path, 2000, named)
    assert (found.languages, found.transcribe) == ({"fa": 8}, 10)
    with pytest.raises(CheckpointIncomplete) as refused:
        read(tmp_path, 2000)
    assert refused.value.subject == "tokenizer: <|transcribe|>"


def test_large_v3_has_one_language_more(tmp_path: Path) -> None:
    write_json(tmp_path / "tokenizer.json", multilingual_tokenizer(100))
    found = read(tmp_path, 51866)
    assert found.languages["yue"] == 50358
    assert (found.transcribe, found.no_speech, found.first_timestamp) == (50360, 50363, 50365)


def test_a_small_vocabulary_of_its_own_encodes_and_decodes(tmp_path: Path) -> None:
    write_json(tmp_path / "tokenizer.json", small_tokenizer())
    found = read(tmp_path, 2000)
    assert found.encode("abba") == [2, 1, 0]
    assert found.decode([2, 1, 0, 4, found.transcribe]) == "abba\N{REPLACEMENT CHARACTER}"


def test_a_word_that_fine_tuning_added_is_decoded_as_written(tmp_path: Path) -> None:
    whole = small_tokenizer()
    added = [*whole["added_tokens"], {"id": 20, "content": "دبیر"}]
    write_json(tmp_path / "tokenizer.json", whole | {"added_tokens": added})
    assert read(tmp_path, 2000).decode([20, 5]) == "دبیرا"


@pytest.mark.parametrize(
    "changes",
    [
        {"model": None},
        {"model": {"type": "BPE", "merges": []}},
        {"model": {"type": "BPE", "vocab": {}, "merges": []}},
        {"model": {"type": "BPE", "vocab": {"a": "0"}, "merges": []}},
        {"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "b"]]}},
        {"model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": ["a b"]}},
        {"model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": ["a"]}},
        {"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [3]}},
        {"model": {"type": "BPE", "vocab": {"a": -1}, "merges": []}},
    ],
)
def test_a_tokenizer_that_does_not_hold_together_is_corrupt(tmp_path: Path, changes: dict[str, Any]) -> None:
    write_json(tmp_path / "tokenizer.json", small_tokenizer(**changes))
    with pytest.raises(CheckpointCorrupt) as refused:
        read(tmp_path)
    assert refused.value.subject == "tokenizer.json"


@pytest.mark.parametrize("changes", [{"model": {"type": "Unigram"}}, {"pre_tokenizer": {"type": "Metaspace"}}])
def test_a_tokenizer_of_another_kind_is_not_supported(tmp_path: Path, changes: dict[str, Any]) -> None:
    write_json(tmp_path / "tokenizer.json", small_tokenizer(**changes))
    with pytest.raises(CheckpointUnsupported):
        read(tmp_path)


@pytest.mark.parametrize("content", [b"a b\n", b"\xff\xfe", b"i n\nth\n"])
def test_merges_that_do_not_hold_together_are_corrupt(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vocab.json").write_text(json.dumps({"a": 0, "i": 1, "n": 2, "in": 3}), encoding="utf-8")
    (tmp_path / "merges.txt").write_bytes(content)
    with pytest.raises(CheckpointCorrupt) as refused:
        read(tmp_path)
    assert refused.value.subject == "merges.txt"
