"""A vocabulary from a checkpoint's tokenizer files.

`tokenizer.json` is the rule; fine-tuned checkpoints before 2023 have `vocab.json`, `merges.txt` and `added_tokens.json`
instead, and either kind may lack names of special tokens. Both give pieces and merges, of which the tokenizers
library builds one byte-level encoder when something is to be encoded. Pieces and merges are checked here, because the
library reports a bad file by a bare `Exception`. A `normalizer` of the file is not obeyed: it would touch prompts only.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from dabir_core.asr.checkpoint_files import (
    ADDED_TOKENS,
    MERGES,
    TOKENIZER,
    TOKENIZER_CONFIG,
    VOCABULARY,
    read_json,
    read_json_if_there,
)
from dabir_core.asr.configuration import GenerationSettings
from dabir_core.asr.special_tokens import find_special_tokens, is_special
from dabir_core.asr.vocabulary import Vocabulary, build_vocabulary
from dabir_core.errors import CheckpointCorrupt, CheckpointUnsupported

Merge = tuple[str, str]

_LARGEST_ID = 2**32 - 1
"""What the tokenizers library can count to."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the files hold: byte-pair pieces, merges in their order, tokens that were added to them."""

    pieces: dict[str, int]
    merges: list[Merge]
    added: dict[str, int]


class BytePairEncoder:
    """The tokenizers library's byte-level encoder without special tokens; obeys `Encoder`.

    It is built for the first text: who only listens has none, and a start would take a third longer to read its files.
    """

    def __init__(self, pieces: dict[str, int], merges: list[Merge]) -> None:
        """Takes what was checked."""
        self._pieces, self._merges = pieces, merges

    def encode(self, text: str) -> list[int]:
        """Ids of the text; what looks like a special token is text too."""
        ids: list[int] = self._tokenizer.encode(text).ids
        return ids

    @functools.cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer
        from tokenizers.models import BPE
        from tokenizers.pre_tokenizers import ByteLevel

        tokenizer = Tokenizer(BPE(vocab=self._pieces, merges=self._merges))
        tokenizer.pre_tokenizer = ByteLevel(add_prefix_space=False)
        return tokenizer


def load_vocabulary(folder: Path, size: int, *, settings: GenerationSettings) -> Vocabulary:
    """The vocabulary of `size` ids, as config.json says.

    Raises: CheckpointCorrupt for files that hold no vocabulary, CheckpointUnsupported for a tokenizer that is not
    byte-level, CheckpointIncomplete for special tokens that cannot be found.
    """
    stored = _read_tokenizer(folder) if (folder / TOKENIZER).is_file() else _read_legacy(folder)
    added = _added_beside(folder) | stored.added
    written = {piece: id_ for piece, id_ in stored.pieces.items() if is_special(piece)}
    named = {**settings.token_ids, **written, **added}
    special = find_special_tokens(named, size, multilingual=settings.is_multilingual)
    by_id = {id_: piece for piece, id_ in {**stored.pieces, **special.ids, **added}.items()}
    return build_vocabulary(by_id, BytePairEncoder(stored.pieces, stored.merges), special=special, size=size)


def _read_tokenizer(folder: Path) -> _Stored:
    content = read_json(folder / TOKENIZER)
    model = content.get("model")
    if not isinstance(model, dict):
        raise CheckpointCorrupt(TOKENIZER, detail="no model")
    if model.get("type", "BPE") != "BPE" or "ByteLevel" not in str(content.get("pre_tokenizer")):
        raise CheckpointUnsupported(TOKENIZER, detail="not a byte-level BPE")
    pieces = _checked_pieces(model.get("vocab"), TOKENIZER)
    merges = _checked_merges(model.get("merges"), pieces, file=TOKENIZER)
    return _Stored(pieces, merges, _added_tokens(content.get("added_tokens")))


def _read_legacy(folder: Path) -> _Stored:
    pieces = _checked_pieces(read_json(folder / VOCABULARY), VOCABULARY)
    try:
        written = (folder / MERGES).read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as cause:
        raise CheckpointCorrupt(MERGES, detail=str(cause)) from cause
    lines = [line for line in written.split("\n") if line.strip() and not line.startswith("#version")]
    return _Stored(pieces, _checked_merges(lines, pieces, file=MERGES), {})


def _checked_pieces(pieces: object, file: str) -> dict[str, int]:
    if not isinstance(pieces, dict) or not pieces or not all(map(_is_id, pieces.values())):
        raise CheckpointCorrupt(file, detail="no table of pieces")
    return pieces


def _checked_merges(listed: object, pieces: Mapping[str, int], *, file: str) -> list[Merge]:
    """Merges from pairs, or from lines as merges.txt and the tokenizers library before 0.20 write them."""
    entries: list[Any] = listed if isinstance(listed, list) else [None]
    pairs = [entry.split(" ") if isinstance(entry, str) else entry for entry in entries]
    try:
        merges = [(a, b) for a, b in pairs if a in pieces and b in pieces and a + b in pieces]
    except (TypeError, ValueError):  # an entry that is no pair
        merges = []
    if len(merges) < len(pairs):
        raise CheckpointCorrupt(file, detail="a merge of pieces that do not exist")
    return merges


def _added_beside(folder: Path) -> dict[str, int]:
    """Added tokens from the files beside the tokenizer: names to ids in one, ids to descriptions in the other."""
    by_name = read_json_if_there(folder / ADDED_TOKENS)
    by_id = read_json_if_there(folder / TOKENIZER_CONFIG).get("added_tokens_decoder")
    described = by_id.items() if isinstance(by_id, dict) else ()
    listed = [{"id": int(id_), **entry} for id_, entry in described if id_.isdecimal() and isinstance(entry, dict)]
    return _added_tokens(listed) | {token: id_ for token, id_ in by_name.items() if _is_id(id_)}


def _added_tokens(listed: object) -> dict[str, int]:
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    pairs = ((entry.get("content"), entry.get("id")) for entry in entries)
    return {token: id_ for token, id_ in pairs if isinstance(token, str) and _is_id(id_)}


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST_ID
