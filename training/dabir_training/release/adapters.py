"""LoRA adapters merged into the base that they were trained on: what others get is a plain checkpoint."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dabir_core.asr.checkpoint_files import ADAPTER
from dabir_training.errors import LibraryMissing
from dabir_training.release.folders import UNFINISHED
from dabir_training.release.mixing import Share

ADAPTER_WEIGHTS: Final = "adapter_model.safetensors"


def is_adapter(folder: Path) -> bool:
    """Whether the checkpoint is an adapter alone."""
    return (folder / ADAPTER).is_file()


@contextmanager
def merged_adapters(parts: Sequence[Share], base: Path, *, beside: Path) -> Iterator[list[Share]]:
    """The parts as plain checkpoints; adapters are merged in a scratch folder beside that path.

    Raises: LibraryMissing without peft; OSError.
    """
    with tempfile.TemporaryDirectory(dir=beside.parent, prefix=f".{beside.name}-", suffix=UNFINISHED) as scratch:
        plain = []
        for number, part in enumerate(parts):
            folder = part.folder
            if is_adapter(folder):
                folder = Path(scratch) / str(number)
                _write_merged(part.folder, base, folder)
            plain.append(Share(folder, part.weight))
        yield plain


def _write_merged(adapter: Path, base: Path, target: Path) -> None:
    import torch
    from transformers import WhisperForConditionalGeneration

    try:
        from peft import PeftModel
    except ImportError as cause:
        raise LibraryMissing("pip install 'dabir[lora]'") from cause
    model = WhisperForConditionalGeneration.from_pretrained(base, dtype=torch.float32)
    PeftModel.from_pretrained(model, str(adapter)).merge_and_unload().save_pretrained(target)
