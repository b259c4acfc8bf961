"""The trained model as a Hugging Face Whisper folder, fp16."""

import json
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save_file
from transformers.models.whisper.tokenization_whisper import LANGUAGES

from dabir_training.demo.model import DemoWhisper, window_positions
from dabir_training.demo.run_file import ModelSettings
from dabir_training.demo.tokenizer import END_OF_TEXT, TASKS, Vocabulary

_LONGEST_TOKENS: Final = 448


def export(model: DemoWhisper, shape: ModelSettings, vocabulary: Vocabulary, *, folder: Path) -> None:
    """Writes config, generation config, tokenizer, feature settings and weights; the model card is written apart."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: value.to(torch.float16).contiguous()
        for name, value in model.state_dict().items()
        if name.startswith("model.")
    }
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)  # safetensors makes it unreadable to others
    vocabulary.tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in (
        ("config.json", _config(shape, vocabulary)),
        ("generation_config.json", _generation_config(shape, vocabulary)),
        ("preprocessor_config.json", _feature_config(shape)),
        ("tokenizer_config.json", _tokenizer_config()),
    ):
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        (folder / name).write_text(text, encoding="utf-8")


def _config(shape: ModelSettings, known: Vocabulary) -> dict[str, Any]:
    return {
        "architectures": ["WhisperForConditionalGeneration"],
        "model_type": "whisper",
        "activation_function": "gelu",
        "d_model": shape.width,
        "encoder_layers": shape.encoder_layers,
        "encoder_attention_heads": shape.heads,
        "encoder_ffn_dim": shape.hidden_width,
        "decoder_layers": shape.decoder_layers,
        "decoder_attention_heads": shape.heads,
        "decoder_ffn_dim": shape.hidden_width,
        "num_hidden_layers": shape.encoder_layers,
        "num_mel_bins": shape.mel_bins,
        "max_source_positions": window_positions(shape),
        "max_target_positions": shape.target_positions,
        "vocab_size": known.size,
        "is_encoder_decoder": True,
        "scale_embedding": False,
        "dropout": 0.0,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
        "tie_word_embeddings": True,
        "bos_token_id": known.end_of_text,
        "eos_token_id": known.end_of_text,
        "pad_token_id": known.end_of_text,
        "decoder_start_token_id": known.start_of_transcript,
        "torch_dtype": "float16",
    }


def _generation_config(shape: ModelSettings, known: Vocabulary) -> dict[str, Any]:
    ids = {f"<|{code}|>": known.tokenizer.token_to_id(f"<|{code}|>") for code in LANGUAGES}
    tasks = {task: known.tokenizer.token_to_id(f"<|{task}|>") for task in TASKS}
    specials = ("<|startoftranscript|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>")
    suppressed = [*tasks.values(), *(known.tokenizer.token_to_id(name) for name in specials)]
    return {
        "alignment_heads": [[layer, 0] for layer in range(shape.decoder_layers)],
        "begin_suppress_tokens": [known.tokenizer.encode(" ").ids[0]],
        "bos_token_id": known.end_of_text,
        "decoder_start_token_id": known.start_of_transcript,
        "eos_token_id": known.end_of_text,
        "is_multilingual": True,
        "lang_to_id": ids,
        "max_initial_timestamp_index": 50,
        "max_length": _LONGEST_TOKENS,
        "no_timestamps_token_id": known.no_timestamps,
        "pad_token_id": known.end_of_text,
        "prev_sot_token_id": known.start_of_previous,
        "return_timestamps": False,
        "suppress_tokens": sorted(suppressed),
        "task_to_id": tasks,
    }


def _feature_config(shape: ModelSettings) -> dict[str, Any]:
    seconds = round(shape.window_seconds)
    return {
        "chunk_length": seconds,
        "feature_extractor_type": "WhisperFeatureExtractor",
        "feature_size": shape.mel_bins,
        "hop_length": 160,
        "n_fft": 400,
        "n_samples": seconds * 16000,
        "nb_max_frames": seconds * 100,
        "padding_side": "right",
        "padding_value": 0.0,
        "return_attention_mask": False,
        "sampling_rate": 16000,
    }


def _tokenizer_config() -> dict[str, Any]:
    return {
        "tokenizer_class": "WhisperTokenizer",
        "bos_token": END_OF_TEXT,
        "eos_token": END_OF_TEXT,
        "pad_token": END_OF_TEXT,
        "unk_token": END_OF_TEXT,
        "add_prefix_space": False,
        "model_max_length": 1024,
    }
