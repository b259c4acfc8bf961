from dabir_core.asr.checkpoint_files import missing_files, weights_name
from dabir_core.models.repository_files import is_wanted, small_files

OFFICIAL = [  # openai/whisper-large-v3 on the hub, 2024
    ".gitattributes",
    "README.md",
    "added_tokens.json",
    "config.json",
    "flax_model.msgpack",
    "generation_config.json",
    "merges.txt",
    "model.fp32-00001-of-00002.safetensors",
    "model.safetensors",
    "model.safetensors.index.fp32.json",
    "normalizer.json",
    "preprocessor_config.json",
    "pytorch_model.bin",
    "pytorch_model.fp32-00001-of-00002.bin",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.json",
]


def test_weights_are_taken_once_and_those_of_other_frameworks_never() -> None:
    assert weights_name(OFFICIAL) == "model.safetensors"
    assert small_files(OFFICIAL) == (
        "config.json",
        "generation_config.json",
        "preprocessor_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "vocab.json",
        "merges.txt",
        "added_tokens.json",
        "special_tokens_map.json",
        "normalizer.json",
    )


def test_an_index_is_one_of_the_small_files() -> None:
    names = ["config.json", "tokenizer.json", "model.safetensors.index.json", "model-00001-of-00001.safetensors"]
    assert small_files(names) == ("config.json", "tokenizer.json", "model.safetensors.index.json")


def test_a_pickle_is_taken_where_there_is_nothing_else() -> None:
    assert weights_name(["pytorch_model.bin", "tf_model.h5"]) == "pytorch_model.bin"
    assert weights_name(["model.bin", "model.onnx", "flax_model.msgpack"]) is None


def test_what_is_missing_is_named() -> None:
    assert missing_files(OFFICIAL) == []
    assert missing_files(["vocab.json"]) == ["config.json", "merges.txt", "model.safetensors"]
    assert missing_files([]) == ["config.json", "tokenizer.json", "model.safetensors"]


def test_files_of_others_are_not_wanted() -> None:
    wanted = [name for name in [*OFFICIAL, "model-00002-of-00003.safetensors"] if is_wanted(name)]
    assert set(OFFICIAL) - set(wanted) == {
        ".gitattributes",
        "README.md",
        "flax_model.msgpack",
        "model.fp32-00001-of-00002.safetensors",
        "model.safetensors.index.fp32.json",
        "pytorch_model.fp32-00001-of-00002.bin",
    }
    assert "model-00002-of-00003.safetensors" in wanted
