from pathlib import Path

import pytest
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file
from transformers import WhisperForConditionalGeneration

from dabir_core.paths import demo_checkpoint
from dabir_training.configuration import StoredAs
from dabir_training.release.export import Origin, write_release
from dabir_training.release.mixing import Share

# what peft asks transformers for, which is not ours to mend
pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing:FutureWarning")


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An adapter of rank 1 on every q_proj whose product is one at each place."""
    folder = tmp_path_factory.mktemp("lora") / "checkpoint-9"
    model = WhisperForConditionalGeneration.from_pretrained(demo_checkpoint(), dtype=torch.float32)
    adapted = get_peft_model(model, LoraConfig(r=1, lora_alpha=2, target_modules=["q_proj"]))
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if "lora_" in name:
                parameter.fill_(1.0)
    adapted.save_pretrained(str(folder))
    return folder


def test_an_adapter_is_released_as_a_plain_checkpoint(adapter: Path, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()

    write_release(Origin((Share(adapter, 1.0),), demo_checkpoint(), "fa"), folder, stored_as=StoredAs.FP32)

    base, found = load_file(demo_checkpoint() / "model.safetensors"), load_file(folder / "model.safetensors")
    name = "model.encoder.layers.0.self_attn.{}_proj.weight"
    # W + alpha / r · B·A = W + 2
    torch.testing.assert_close(found[name.format("q")], base[name.format("q")].float() + 2.0)
    assert torch.equal(found[name.format("v")], base[name.format("v")].float())
    assert not list(tmp_path.glob(".release-*"))
