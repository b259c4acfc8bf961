"""Makes Hugging Face Whisper checkpoints of real sizes with random weights and the real multilingual tokenizer.

Freshly initialised Whisper weights answer nearly the same token to any sound and at any step, so that two engines
agree by accident or part at a tie. `_spread_weights` scales them so that greedy decoding says different things of
different windows, with clear winners.
"""

import json
import lzma
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import torch
from transformers import WhisperConfig, WhisperForConditionalGeneration
from transformers.models.whisper.configuration_whisper import NON_SPEECH_TOKENS_MULTI

from dabir_core.asr.languages import LANGUAGES
from tests.convert_tokenizer import added_tokens

TOKENIZER = Path(__file__).parent / "data" / "tokenizer" / "multilingual.json.xz"
END_OF_TEXT = 50257
BLANK = 220

SIZES = {  # width, layers of encoder and decoder each, heads
    "micro": (64, 2, 2),
    "tiny": (384, 4, 6),
    "base": (512, 6, 8),
    "small": (768, 12, 12),
}

# The first part that a tensor's name holds says its standard deviation by fan-in. Loud convolutions and sharp
# cross-attention make the answer depend on the sound; loud positions keep it from repeating itself.
SCALES: tuple[tuple[str, Callable[[int], float]], ...] = (
    ("layer_norm", lambda _: 0.0),
    ("encoder.embed_positions", lambda _: 0.0),
    ("decoder.embed_positions", lambda _: 1.0),
    ("embed_tokens", lambda _: 0.05),
    ("bias", lambda _: 0.05),
    ("encoder.conv", lambda fan_in: 6.0 / fan_in**0.5),
    ("encoder_attn.q_proj", lambda fan_in: 2.0 / fan_in**0.5),
    ("encoder_attn.k_proj", lambda fan_in: 2.0 / fan_in**0.5),
    ("", lambda fan_in: 1.0 / fan_in**0.5),
)
END_OF_TEXT_GAIN = 3.0
"""How much longer its row of the token embedding is, so that some windows end before the cap."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a made checkpoint is like; `generation` overrides fields of generation_config.json (None drops one)."""

    size: str = "tiny"
    seed: int = 0
    dtype: torch.dtype = torch.float32
    mel_bins: int = 80
    positions: int = 1500
    languages: int = 99
    shard_bytes: int | None = None
    pickled: bool = False
    generation: dict[str, Any] = field(default_factory=dict)


def make_checkpoint(folder: Path, recipe: Recipe | None = None) -> Path:
    """Writes config, generation config, tokenizer and weights into the folder, and gives it back."""
    made = recipe or Recipe()
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(made.seed)
    model = WhisperForConditionalGeneration(whisper_config(made))
    _spread_weights(model, made.seed)
    torch.nn.Module.to(model, made.dtype)
    model.save_pretrained(folder, max_shard_size=made.shard_bytes or 10**12)
    if made.pickled:
        _store_pickled(model, folder)
    write_json(folder / "tokenizer.json", multilingual_tokenizer(made.languages))
    fields = generation_fields(made.languages) | made.generation
    write_json(folder / "generation_config.json", {name: value for name, value in fields.items() if value is not None})
    return folder


def whisper_config(recipe: Recipe) -> WhisperConfig:
    """config.json of an official multilingual checkpoint of this size."""
    width, layers, heads = SIZES[recipe.size]
    return WhisperConfig(
        vocab_size=END_OF_TEXT + 1 + 1 + recipe.languages + 6 + 1501,
        d_model=width,
        encoder_layers=layers,
        decoder_layers=layers,
        encoder_attention_heads=heads,
        decoder_attention_heads=heads,
        encoder_ffn_dim=4 * width,
        decoder_ffn_dim=4 * width,
        num_mel_bins=recipe.mel_bins,
        max_source_positions=recipe.positions,
        decoder_start_token_id=END_OF_TEXT + 1,
        bos_token_id=END_OF_TEXT,
        eos_token_id=END_OF_TEXT,
        pad_token_id=END_OF_TEXT,
        begin_suppress_tokens=None,
    )


def generation_fields(languages: int = 99) -> dict[str, Any]:
    """generation_config.json as the official multilingual checkpoints have it, but for `alignment_heads`."""
    start = END_OF_TEXT + 1
    after = start + 1 + languages
    specials = [start, *range(after, after + 5)]
    return {
        "begin_suppress_tokens": [BLANK, END_OF_TEXT],
        "bos_token_id": END_OF_TEXT,
        "decoder_start_token_id": start,
        "eos_token_id": END_OF_TEXT,
        "is_multilingual": True,
        "lang_to_id": {f"<|{code}|>": start + 1 + i for i, code in enumerate(list(LANGUAGES)[:languages])},
        "max_initial_timestamp_index": 50,
        "max_length": 448,
        "no_timestamps_token_id": after + 5,
        "pad_token_id": END_OF_TEXT,
        "prev_sot_token_id": after + 3,
        "return_timestamps": False,
        "suppress_tokens": [id_ for id_ in NON_SPEECH_TOKENS_MULTI if id_ < END_OF_TEXT] + specials,
        "task_to_id": {"transcribe": after + 1, "translate": after},
    }


@cache
def converted_tokenizer() -> str:
    """The text of the tokenizer.json with 99 languages."""
    return lzma.decompress(TOKENIZER.read_bytes()).decode("utf-8")


def multilingual_tokenizer(languages: int = 99) -> dict[str, Any]:
    """tokenizer.json of the official multilingual checkpoints: 99 languages, or 100 since large-v3."""
    parsed: dict[str, Any] = json.loads(converted_tokenizer())
    return parsed | {"added_tokens": list(added_tokens(END_OF_TEXT, languages))}


def write_json(path: Path, content: object) -> None:
    """Writes one of a checkpoint's JSON files."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def edit_json(path: Path, **fields: object) -> None:
    """Sets fields of a checkpoint's JSON file; None removes one."""
    edited = json.loads(path.read_text(encoding="utf-8")) | fields
    write_json(path, {name: value for name, value in edited.items() if value is not None})


def clone_checkpoint(folder: Path, target: Path) -> Path:
    """A copy whose JSON files may be edited; weights are hard links, which may be removed but not written to."""
    target.mkdir(parents=True)
    for file in folder.iterdir():
        place = os.link if file.suffix == ".safetensors" else shutil.copy
        place(file, target / file.name)
    return target


def _store_pickled(model: WhisperForConditionalGeneration, folder: Path) -> None:
    for stored in folder.glob("*.safetensors*"):
        stored.unlink()
    tensors = {name: tensor for name, tensor in model.state_dict().items() if name != "proj_out.weight"}
    torch.save(tensors, folder / "pytorch_model.bin")


def _spread_weights(model: WhisperForConditionalGeneration, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            scale = _scale(name, parameter)
            if scale:
                parameter.normal_(0.0, scale, generator=generator)
        model.model.decoder.embed_tokens.weight[END_OF_TEXT] *= END_OF_TEXT_GAIN


def _scale(name: str, parameter: torch.Tensor) -> float:
    """Standard deviation of a tensor's new values; 0 keeps it as it is."""
    fan_in = parameter[0].numel() if parameter.dim() > 1 else 1
    fitting = [scale for part, scale in SCALES if part in name]
    return float(fitting[0](fan_in))
