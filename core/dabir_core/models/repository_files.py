"""Which files of a folder or a repository make a checkpoint, told by their names. Pure.

Only files at its top: weights once, in the form that is no program if there is a choice, and never those of other
frameworks (Flax, TensorFlow, ONNX, CTranslate2).
"""

import re
from collections.abc import Collection
from typing import Final

from dabir_core.asr.checkpoint_files import (
    ADDED_TOKENS,
    CONFIG,
    GENERATION_CONFIG,
    INDEX_ENDING,
    MERGES,
    TOKENIZER,
    TOKENIZER_CONFIG,
    VOCABULARY,
    WEIGHTS,
    weights_name,
)

SMALL_FILES: Final = (
    CONFIG,
    GENERATION_CONFIG,
    "preprocessor_config.json",
    TOKENIZER,
    TOKENIZER_CONFIG,
    VOCABULARY,
    MERGES,
    ADDED_TOKENS,
    "special_tokens_map.json",
    "normalizer.json",
)
"""In the order in which they are fetched: what tells that a model is none of ours comes first."""

_SHARD: Final = re.compile(r"(?:model-\d+-of-\d+\.safetensors|pytorch_model-\d+-of-\d+\.bin)")


def is_wanted(name: str) -> bool:
    """Whether a checkpoint can have a use for a file of that name."""
    return name in SMALL_FILES or name in WEIGHTS or _SHARD.fullmatch(name) is not None


def small_files(names: Collection[str]) -> tuple[str, ...]:
    """Those of the files that are no weights, and the index of weights where there is one."""
    weights = weights_name(names)
    index = (weights,) if weights is not None and weights.endswith(INDEX_ENDING) else ()
    return (*(name for name in SMALL_FILES if name in names), *index)
