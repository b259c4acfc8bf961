"""Turns openai-whisper's vocabulary file into the `tokenizer.json` that Hugging Face checkpoints carry.

Run once; its result is kept in `data/tokenizer/`, as `data/README.md` says. No network:

    python tests/convert_tokenizer.py openai_whisper-20250625.tar.gz tests/data/tokenizer/multilingual.json.xz

A tiktoken file lists byte strings by rank and no merges. A token's merge is found again by merging its own bytes with
lower ranks only: the two parts that are left are the pair that made it (as huggingface/transformers does it for
tiktoken files). Special tokens stand in the order of the official multilingual checkpoints before large-v3.
"""

import base64
import json
import lzma
import sys
import tarfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from dabir_core.asr.languages import LANGUAGES

VOCABULARY_MEMBER = "whisper/assets/multilingual.tiktoken"


def read_ranks(archive: Path) -> dict[bytes, int]:
    """Byte strings and their ranks, from openai-whisper's source package."""
    with tarfile.open(archive) as members:
        member = next(name for name in members.getnames() if name.endswith(VOCABULARY_MEMBER))
        extracted = members.extractfile(member)
        assert extracted is not None
        lines = extracted.read().decode("ascii").splitlines()
    pairs = (line.split() for line in lines)
    return {base64.b64decode(token): int(rank) for token, rank in pairs}


def merge_by_rank(ranks: dict[bytes, int], piece: bytes, *, below: int | None = None) -> list[bytes]:
    """Byte-pair encoding of one piece: the neighbours of lowest rank are merged until none is left below the limit."""
    parts = [piece[i : i + 1] for i in range(len(piece))]
    limit = len(ranks) if below is None else below
    while len(parts) > 1:
        rank, place = min((ranks.get(a + b, limit), i) for i, (a, b) in enumerate(pairwise(parts)))
        if rank >= limit:
            break
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
    return parts


def byte_letters() -> dict[int, str]:
    """GPT-2's alphabet: printable Latin-1 bytes stand for themselves, the other 68 for U+0100 onwards, in order."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + i) for i, byte in enumerate(others)}


def special_tokens(language_count: int = 99) -> list[str]:
    """Special tokens in the order of their ids, end of text first; 100 languages and «nospeech» since large-v3."""
    no_speech = "<|nocaptions|>" if language_count == 99 else "<|nospeech|>"
    languages = [f"<|{code}|>" for code in list(LANGUAGES)[:language_count]]
    tasks = ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", no_speech, "<|notimestamps|>"]
    timestamps = [f"<|{hundredths / 100:.2f}|>" for hundredths in range(0, 3001, 2)]
    return ["<|endoftext|>", "<|startoftranscript|>", *languages, *tasks, *timestamps]


def added_tokens(first_id: int, language_count: int = 99) -> Iterator[dict[str, Any]]:
    """The `added_tokens` part of `tokenizer.json`; timestamps are no «special» tokens there, as in the hub's files."""
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    for offset, token in enumerate(special_tokens(language_count)):
        yield {"id": first_id + offset, "content": token, **flags, "special": not token[2].isdigit()}


def tokenizer_json(ranks: dict[bytes, int], language_count: int = 99) -> dict[str, Any]:
    """The whole `tokenizer.json` of a multilingual checkpoint."""
    letters = byte_letters()

    def written(token: bytes) -> str:
        return "".join(letters[byte] for byte in token)

    merges = [
        [written(part) for part in merge_by_rank(ranks, token, below=rank)]
        for token, rank in ranks.items()
        if len(token) > 1
    ]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": list(added_tokens(len(ranks), language_count)),
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "",
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {written(token): rank for token, rank in ranks.items()},
            "merges": merges,
        },
    }


def main(archive: str, target: str) -> None:
    """Writes the converted tokenizer, compressed."""
    text = json.dumps(tokenizer_json(read_ranks(Path(archive))), ensure_ascii=False, separators=(",", ":"))
    Path(target).write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(*sys.argv[1:])
