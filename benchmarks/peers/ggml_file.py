"""Writes a Hugging Face Whisper checkpoint as a ggml file with 8-bit weights: `ggml_file.py FOLDER FILE`.

The layout is what whisper.cpp reads (`whisper_model_load`, MIT licence; this writer is our own): eleven sizes and the
kind of weights, the mel filters, the vocabulary as bytes, then each tensor under OpenAI's name with its dimensions in
reverse. 8-bit weights (Q8_0) are blocks of 32: one half-precision scale and 32 signed bytes.

The row of end-of-text in the token embedding is written as zeros, so that its logit is 0 and another token always wins:
whisper.cpp has no option that suppresses it, and counts of tokens are to be forced.
"""

import json
import struct
import sys
from pathlib import Path
from typing import BinaryIO

import numpy as np
from openai_names import openai_name
from safetensors.numpy import load_file

MAGIC = 0x67676D6C
FLOAT32, FLOAT16, Q8_0 = 0, 1, 8
QUANTISED_FILE = 2 * 1000 + 7  # version 2 of the quantisation, mostly Q8_0
BLOCK = 32
END_OF_TEXT = 50257
FFT_BINS = 201
SAMPLE_RATE_HZ = 16_000


def main(folder: Path, file: Path) -> None:
    """Writes the whole file."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    with file.open("wb") as out:
        write_sizes(out, config)
        filters = mel_filters(config["num_mel_bins"])
        out.write(struct.pack("<2i", *filters.shape) + filters.astype("<f4").tobytes())
        write_vocabulary(out, folder)
        for name, tensor in load_file(folder / "model.safetensors").items():
            named = openai_name(name)
            if named is not None:
                write_tensor(out, named, tensor)


def write_sizes(out: BinaryIO, config: dict) -> None:
    """The magic number and what the decoder and encoder are like."""
    names = ["vocab_size", "max_source_positions", "d_model", "encoder_attention_heads", "encoder_layers"]
    names += ["max_target_positions", "d_model", "decoder_attention_heads", "decoder_layers", "num_mel_bins"]
    out.write(struct.pack("<12i", MAGIC, *(config[name] for name in names), QUANTISED_FILE))


def write_vocabulary(out: BinaryIO, folder: Path) -> None:
    """The text tokens' bytes, in the order of their numbers; whisper.cpp makes up the special ones."""
    tokens = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    byte_of = byte_letters()
    texts = [text for text, number in sorted(tokens.items(), key=lambda item: item[1]) if number < END_OF_TEXT]
    out.write(struct.pack("<i", len(texts)))
    for text in texts:
        raw = bytes(byte_of[letter] for letter in text)
        out.write(struct.pack("<i", len(raw)) + raw)


def byte_letters() -> dict[str, int]:
    """The letters that stand for bytes in byte-level vocabularies: printable Latin-1 as it is, the rest from 256 on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + place): byte for place, byte in enumerate(others)}


def write_tensor(out: BinaryIO, name: str, tensor: np.ndarray) -> None:
    """One tensor: matrices in 8 bits, convolutions in half precision, the rest in float32."""
    values = tensor.astype(np.float32)
    if name.startswith("encoder.conv") and name.endswith("bias"):
        values = values[:, None]
    if name == "decoder.token_embedding.weight":
        values[END_OF_TEXT] = 0.0
    kind, raw = stored(name, values)
    out.write(struct.pack("<3i", values.ndim, len(name), kind))
    out.write(struct.pack(f"<{values.ndim}i", *values.shape[::-1]))
    out.write(name.encode())
    out.write(raw)


def stored(name: str, values: np.ndarray) -> tuple[int, bytes]:
    """The kind of a tensor, and its bytes."""
    if values.ndim == 3:
        return FLOAT16, values.astype("<f2").tobytes()
    if values.ndim < 2 or "positional_embedding" in name or ".conv" in name:
        return FLOAT32, values.astype("<f4").tobytes()
    return Q8_0, blocks(values)


def blocks(values: np.ndarray) -> bytes:
    """A matrix as Q8_0: the largest of each 32 values becomes 127."""
    rows = values.reshape(-1, BLOCK)
    scales = np.abs(rows).max(axis=1) / 127
    levels = np.round(rows / np.where(scales > 0, scales, 1.0)[:, None]).astype(np.int8)
    packed = np.empty(len(rows), dtype=[("scale", "<f2"), ("levels", "i1", BLOCK)])
    packed["scale"], packed["levels"] = scales, levels
    return packed.tobytes()


def mel_filters(bins: int) -> np.ndarray:
    """(bins, 201) triangles on Slaney's mel scale, of equal area, from 0 to 8 kHz."""
    edges = hertz(np.linspace(0.0, mel(SAMPLE_RATE_HZ / 2), bins + 2))
    frequencies = np.linspace(0.0, SAMPLE_RATE_HZ / 2, FFT_BINS)
    rising = (frequencies - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - frequencies) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (edges[2:] - edges[:-2]))[:, None]


def mel(frequency: float) -> float:
    """Slaney's scale: linear to 1 kHz, logarithmic above."""
    return 3 * frequency / 200 if frequency < 1000 else 15 + 27 * float(np.log(frequency / 1000) / np.log(6.4))


def hertz(mels: np.ndarray) -> np.ndarray:
    """Its inverse."""
    return np.where(mels < 15, 200 * mels / 3, 1000 * np.exp(np.log(6.4) * (mels - 15) / 27))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
