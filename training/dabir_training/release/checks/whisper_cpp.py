"""Whether whisper.cpp's converter takes a released folder: every file and field that it opens, in its order.

Source: ggerganov/whisper.cpp@00f46db models/convert-h5-to-ggml.py. Its engine knows the published vocabularies and the
window of 30 s alone, whatever a folder says (src/whisper.cpp, whisper_vocab and WHISPER_CHUNK_SIZE).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dabir_core.asr.checkpoint_files import ADDED_TOKENS, CONFIG, VOCABULARY, read_json

_FIELDS: Final = (
    "num_mel_bins",
    "vocab_size",
    "max_source_positions",
    "d_model",
    "encoder_attention_heads",
    "encoder_layers",
    "max_length",
    "decoder_attention_heads",
    "decoder_layers",
)
_VOCABULARIES: Final = (51864, 51865, 51866)
_POSITIONS: Final = 1500
_BYTES: Final = 256


def faults(folder: Path) -> Iterator[str]:
    """What the converter would stumble over, and what the engine would misread. Raises: ModelError."""
    for name in (VOCABULARY, ADDED_TOKENS, CONFIG):
        if not (folder / name).is_file():
            yield f"{name} is missing"
            return
    config = read_json(folder / CONFIG)
    yield from (f"{CONFIG}: {field} is no number" for field in _FIELDS if type(config.get(field)) is not int)
    pieces = read_json(folder / VOCABULARY)
    if odd := [piece for piece in pieces if not {*piece} <= _byte_letters()]:
        yield f"{VOCABULARY}: {odd[0]} is not written in the letters of bytes"
    if config.get("vocab_size") not in _VOCABULARIES:
        yield f"a vocabulary of {config.get('vocab_size')}: its engine knows the published ones alone"
    if config.get("max_source_positions") != _POSITIONS:
        yield "a window other than 30 s: its engine knows no other"


def _byte_letters() -> set[str]:
    """The letters of byte-level vocabularies: printable Latin-1 as it is, the rest from 256 on."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    return {chr(byte) for byte in printable} | {chr(_BYTES + place) for place in range(_BYTES - len(printable))}
