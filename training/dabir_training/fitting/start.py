"""The model that a run begins with: its weights in float32, what it says when it decodes, what of it is trained.

Weights are float32 whatever the file holds: transformers keeps a file's own type, and a large checkpoint in half
precision then neither trains (fp16) nor trains well (bf16).
"""

import importlib.util
import json
from pathlib import Path
from typing import Any, Final

import torch
import transformers
from tokenizers import Tokenizer

from dabir_training.configuration import LoraSettings, RunConfig
from dabir_training.errors import CheckpointWrong, LibraryMissing
from dabir_training.fitting.whisper import WhisperForConditionalGeneration

_ADAPTED: Final = ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2")


def start_model(config: RunConfig, checkpoint: Path) -> Any:
    """The model to train, on the processor: Whisper itself, or peft's wrapping of it where there are adapters.

    Raises: CheckpointWrong, LibraryMissing.
    """
    model = load_whisper(checkpoint)
    set_decoding(model.generation_config, checkpoint, language=config.language)
    model.config.apply_spec_augment = False  # windows come masked, where somebody speaks
    model.config.use_cache = False
    if config.train.is_encoder_frozen:
        model.model.encoder.requires_grad_(False)
    return model if config.train.lora is None else _adapted(model, config.train.lora)


def load_whisper(checkpoint: Path) -> WhisperForConditionalGeneration:
    """A Whisper checkpoint's folder in float32. Raises: CheckpointWrong."""
    transformers.utils.logging.disable_progress_bar()
    read_width(checkpoint)
    try:
        model = WhisperForConditionalGeneration.from_pretrained(checkpoint, dtype=torch.float32, local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError) as cause:
        raise CheckpointWrong(f"{checkpoint}: {cause}") from cause
    return model


def read_width(checkpoint: Path) -> int:
    """Of a Whisper checkpoint's layers. Raises: CheckpointWrong."""
    try:
        told = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
        kind, width = told["model_type"], int(told["d_model"])
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise CheckpointWrong(f"{checkpoint}/config.json") from cause
    if kind != "whisper":
        raise CheckpointWrong(f"{checkpoint.name} is a model of type {kind}, not Whisper")
    return width


def set_decoding(generation: Any, checkpoint: Path, *, language: str) -> None:
    """Language and task by name, nothing forced besides; what is suppressed stays as it was shipped.

    Checkpoints older than the names of languages in this file get them from their tokenizer.
    Raises: CheckpointWrong if the tokenizer does not know the language.
    """
    tokenizer = Tokenizer.from_file(str(checkpoint / "tokenizer.json"))
    named = f"<|{language}|>"
    if tokenizer.token_to_id(named) is None:
        raise CheckpointWrong(f"{checkpoint.name} has no token {named}")
    generation.forced_decoder_ids = None
    generation.is_multilingual = True
    if not getattr(generation, "lang_to_id", None):
        generation.lang_to_id = {named: tokenizer.token_to_id(named)}
    if not getattr(generation, "task_to_id", None):
        tasks = ("translate", "transcribe")
        generation.task_to_id = {task: tokenizer.token_to_id(f"<|{task}|>") for task in tasks}
    if getattr(generation, "no_timestamps_token_id", None) is None:
        generation.no_timestamps_token_id = tokenizer.token_to_id("<|notimestamps|>")
    generation.language, generation.task = language, "transcribe"


def _adapted(model: WhisperForConditionalGeneration, lora: LoraSettings) -> Any:
    require("peft", extra="lora")
    from peft import LoraConfig, get_peft_model

    return get_peft_model(
        model,
        LoraConfig(r=lora.rank, lora_alpha=lora.alpha, lora_dropout=lora.dropout, target_modules=list(_ADAPTED)),
    )


def require(library: str, *, extra: str) -> None:
    """Raises: LibraryMissing with the command that installs it, unless the library is there."""
    if importlib.util.find_spec(library) is None:
        raise LibraryMissing(f"pip install 'dabir[{extra}]'")
