"""Checkpoints of a model with and without adapters: both are folders that every reader of Whisper can load.

An adapted model is written merged, as what it computes, and its adapters besides in a folder of their own, from which
training goes on. It is merged in a copy: to merge and part again in place would round the frozen weights each time.
"""

import copy
import shutil
from pathlib import Path
from typing import Any, Final

from safetensors.torch import load_file, save_file

_ADAPTER: Final = "adapter.safetensors"
_WEIGHTS: Final = (".safetensors", ".bin", ".pt", ".pth", ".h5", ".msgpack", ".index.json", ".ckpt")
_NOT_CARRIED: Final = frozenset({"config.json", "generation_config.json", "README.md", "dabir-verdict.json"})


def bare(model: Any) -> Any:
    """The model without the wrapping of a distributed run."""
    return getattr(model, "module", model)


def is_adapted(model: Any) -> bool:
    """Whether peft has wrapped it."""
    return hasattr(model, "peft_config")


def save_model(model: Any, folder: Path, *, start: Path) -> None:
    """Weights, configuration, and the small files of the checkpoint that it came from."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(start.iterdir()):
        if path.is_file() and not path.name.endswith(_WEIGHTS) and path.name not in _NOT_CARRIED:
            shutil.copyfile(path, folder / path.name)
    if is_adapted(model):
        save_file(_adapter_weights(model), folder / _ADAPTER)
        model = copy.deepcopy(model).merge_and_unload()
    model.save_pretrained(folder, max_shard_size="100GB")


def load_adapter(model: Any, checkpoint: Path) -> bool:
    """Reads the adapters of a checkpoint back; False where the model has none."""
    if not is_adapted(model):
        return False
    left = model.load_state_dict(load_file(checkpoint / _ADAPTER), strict=False)
    assert not left.unexpected_keys
    return True


def _adapter_weights(model: Any) -> dict[str, Any]:
    return {name: weight.detach().contiguous() for name, weight in model.named_parameters() if "lora_" in name}
