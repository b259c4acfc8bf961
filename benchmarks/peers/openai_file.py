"""Writes a Hugging Face Whisper checkpoint as openai-whisper's own file: `openai_file.py FOLDER FILE`."""

import json
import sys
from pathlib import Path

import torch
from openai_names import openai_name
from safetensors.torch import load_file


def main(folder: Path, file: Path) -> None:
    """Renames the tensors and counts the sizes."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    named = {openai_name(name): tensor for name, tensor in load_file(folder / "model.safetensors").items()}
    sizes = {
        "n_mels": config["num_mel_bins"],
        "n_audio_ctx": config["max_source_positions"],
        "n_audio_state": config["d_model"],
        "n_audio_head": config["encoder_attention_heads"],
        "n_audio_layer": config["encoder_layers"],
        "n_vocab": config["vocab_size"],
        "n_text_ctx": config["max_target_positions"],
        "n_text_state": config["d_model"],
        "n_text_head": config["decoder_attention_heads"],
        "n_text_layer": config["decoder_layers"],
    }
    torch.save({"dims": sizes, "model_state_dict": {name: tensor for name, tensor in named.items() if name}}, file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
