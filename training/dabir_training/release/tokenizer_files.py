"""The tokenizer in both its forms: tokenizer.json, and the files that were there before it. Pure but for reading.

transformers 5 writes the first form alone, and a tokenizer_config.json that transformers 4 cannot read. whisper.cpp's
converter opens vocab.json and added_tokens.json; what else is of the old form is for slow tokenizers and older tools.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dabir_core.asr.checkpoint_files import (
    ADDED_TOKENS,
    MERGES,
    TOKENIZER,
    TOKENIZER_CONFIG,
    VOCABULARY,
    read_json,
)
from dabir_core.asr.special_tokens import END_OF_TEXT

SPECIAL_TOKENS: Final = "special_tokens_map.json"
_MERGES_HEAD: Final = "#version: 0.2"
_TIMESTAMPS_BEGIN: Final = "<|0.00|>"


def tokenizer_json(folder: Path) -> str:
    """tokenizer.json as it stands in the folder, or made of the legacy files there.

    Raises: CheckpointCorrupt for a file that is no JSON object.
    """
    if (folder / TOKENIZER).is_file():
        return json.dumps(read_json(folder / TOKENIZER), ensure_ascii=False)
    from transformers import WhisperTokenizer

    tokenizer = WhisperTokenizer.from_pretrained(folder)
    return str(tokenizer.backend_tokenizer.to_str())


def legacy_files(written: str) -> dict[str, str]:
    """Every legacy file by its name, of a tokenizer.json that is a byte-level BPE."""
    content: dict[str, Any] = json.loads(written)
    pieces: dict[str, int] = content["model"]["vocab"]
    added = {each["content"]: each["id"] for each in content["added_tokens"]}
    if END_OF_TEXT not in pieces:  # openai's vocab.json ends with it
        pieces = {**pieces, END_OF_TEXT: added[END_OF_TEXT]}
    special = [token for token, id_ in sorted(added.items(), key=lambda each: each[1]) if token != END_OF_TEXT]
    named = _named(special)
    return {
        VOCABULARY: json.dumps(pieces, ensure_ascii=False),
        MERGES: _merges(content["model"]["merges"]),
        ADDED_TOKENS: _json({token: id_ for token, id_ in added.items() if token not in pieces}),
        SPECIAL_TOKENS: _json(named),
        TOKENIZER_CONFIG: _json(
            {
                "tokenizer_class": "WhisperTokenizer",
                "processor_class": "WhisperProcessor",
                "add_prefix_space": False,
                "errors": "replace",
                "model_max_length": 1024,
                **named,
            }
        ),
    }


def _named(special: list[str]) -> dict[str, object]:
    """As the published checkpoints have it: one token for all that ends or fills up; times are no special tokens."""
    ends = special.index(_TIMESTAMPS_BEGIN) if _TIMESTAMPS_BEGIN in special else len(special)
    roles = ("bos_token", "eos_token", "unk_token", "pad_token")
    return {**dict.fromkeys(roles, END_OF_TEXT), "additional_special_tokens": special[:ends]}


def _merges(listed: list[Any]) -> str:
    """Pairs, or lines as the tokenizers library wrote them before 0.20."""
    lines = (pair if isinstance(pair, str) else " ".join(pair) for pair in listed)
    return "\n".join([_MERGES_HEAD, *lines]) + "\n"


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
