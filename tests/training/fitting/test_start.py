import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import GenerationConfig
from transformers import WhisperForConditionalGeneration as Theirs

from dabir_core.paths import demo_checkpoint
from dabir_training.configuration import LoraSettings
from dabir_training.errors import CheckpointWrong, LibraryMissing
from dabir_training.fitting.adapters import load_adapter, save_model
from dabir_training.fitting.start import load_whisper, require, set_decoding, start_model
from tests.training.fitting.made import SETTINGS, collate, example, made_model, made_run


def test_weights_are_single_precision_whatever_the_file_holds() -> None:
    """The demo's file holds half precision, which fp16 training refuses."""
    assert {parameter.dtype for parameter in load_whisper(demo_checkpoint()).parameters()} == {torch.float32}


def test_model_says_persian_and_nothing_is_forced_or_freed() -> None:
    generation: Any = GenerationConfig.from_pretrained(demo_checkpoint())
    suppressed = list(generation.suppress_tokens)
    set_decoding(generation, demo_checkpoint(), language="fa")
    assert (generation.language, generation.task, generation.forced_decoder_ids) == ("fa", "transcribe", None)
    assert generation.suppress_tokens == suppressed


def test_old_checkpoint_without_names_of_languages_gets_them_from_its_tokenizer() -> None:
    generation: Any = GenerationConfig()
    set_decoding(generation, demo_checkpoint(), language="fa")
    assert generation.lang_to_id == {"<|fa|>": 843}
    assert generation.task_to_id == {"translate": 902, "transcribe": 903}
    assert generation.no_timestamps_token_id == 907


def test_language_that_the_tokenizer_has_not_is_refused() -> None:
    with pytest.raises(CheckpointWrong, match=r"no token <\|xx\|>"):
        set_decoding(GenerationConfig(), demo_checkpoint(), language="xx")


@pytest.mark.parametrize("content", [None, "{", '{"model_type": "wav2vec2", "d_model": 64}', "[]"])
def test_what_is_no_whisper_checkpoint_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "config.json").write_text(content, encoding="utf-8")
    with pytest.raises(CheckpointWrong):
        load_whisper(tmp_path)


def test_checkpoint_without_weights_is_refused(tmp_path: Path) -> None:
    shutil.copytree(demo_checkpoint(), tmp_path / "demo", ignore=shutil.ignore_patterns("*.safetensors"))
    with pytest.raises(CheckpointWrong):
        load_whisper(tmp_path / "demo")


def test_frozen_encoder_is_not_trained_and_the_decoder_is(tmp_path: Path) -> None:
    config = made_run(tmp_path / "run", replace(SETTINGS, is_encoder_frozen=True))
    model = start_model(config, Path(config.model))
    trained = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    assert trained
    assert all(name.startswith("model.decoder.") for name in trained)


def test_library_that_is_not_there_is_named_by_the_command_that_installs_it() -> None:
    require("json", extra="none")
    with pytest.raises(LibraryMissing, match=r"pip install 'dabir\[adam8\]'"):
        require("no_such_library", extra="adam8")


def test_saved_model_is_a_folder_that_transformers_reads_with_its_tokenizer(tmp_path: Path) -> None:
    start = made_model(tmp_path / "start")
    save_model(load_whisper(start), tmp_path / "saved", start=start)
    assert (tmp_path / "saved/tokenizer.json").read_bytes() == (start / "tokenizer.json").read_bytes()
    assert json.loads((tmp_path / "saved/config.json").read_text("utf-8"))["architectures"] == [Theirs.__name__]
    one, other = (load_file(folder / "model.safetensors") for folder in (start, tmp_path / "saved"))
    torch.testing.assert_close(one, other)


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")  # peft asks by the old name
def test_adapted_model_is_saved_as_what_it_computes_and_goes_on_from_its_adapters(tmp_path: Path) -> None:
    config = made_run(tmp_path / "run", replace(SETTINGS, lora=LoraSettings(rank=4, dropout=0.0)))
    start = Path(config.model)
    model = start_model(config, start)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_B" in name:
                parameter.normal_(0.0, 0.1)
    model.train(False)
    before = {name: parameter.clone() for name, parameter in model.named_parameters()}
    batch = collate([example(0, 0)])
    inputs = {name: batch[name] for name in ("input_features", "decoder_input_ids")}
    save_model(model, tmp_path / "saved", start=start)
    merged = load_whisper(tmp_path / "saved")
    merged.train(False)
    with torch.no_grad():
        torch.testing.assert_close(merged(**inputs).logits, model(**inputs).logits, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(dict(model.named_parameters()), before, rtol=0, atol=0)
    again = start_model(config, start)
    assert load_adapter(again, tmp_path / "saved")
    torch.testing.assert_close(dict(again.named_parameters()), before)
