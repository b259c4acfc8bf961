import json
from pathlib import Path

import pytest

from dabir_core.asr.configuration import GenerationSettings, read_dimensions, read_generation_settings
from dabir_core.asr.dimensions import Dimensions
from dabir_core.errors import CheckpointCorrupt, CheckpointIncomplete, CheckpointUnsupported

SIZES = Dimensions(8, 2, 2, 4, 2, 80, 100, 1500, 448)
CONFIG = {
    "model_type": "whisper",
    "d_model": 8,
    "encoder_layers": 2,
    "encoder_attention_heads": 2,
    "decoder_layers": 4,
    "decoder_attention_heads": 2,
    "num_mel_bins": 80,
    "vocab_size": 100,
    "max_source_positions": 1500,
    "max_target_positions": 448,
}


def write(folder: Path, name: str, fields: object) -> Path:
    (folder / name).write_text(json.dumps(fields), encoding="utf-8")
    return folder


def settings_of(folder: Path, generation: object) -> GenerationSettings:
    write(folder, "config.json", CONFIG)
    return read_generation_settings(write(folder, "generation_config.json", generation), SIZES)


def test_sizes_are_read_under_our_names(tmp_path: Path) -> None:
    assert read_dimensions(write(tmp_path, "config.json", CONFIG)) == SIZES


def test_any_window_length_is_read(tmp_path: Path) -> None:
    shorter = CONFIG | {"max_source_positions": 500, "num_mel_bins": 128}
    assert read_dimensions(write(tmp_path, "config.json", shorter)).window_samples == 160_000


def test_a_config_without_model_type_is_told_by_its_class(tmp_path: Path) -> None:
    nameless = {name: value for name, value in CONFIG.items() if name != "model_type"}
    write(tmp_path, "config.json", nameless | {"architectures": ["WhisperForConditionalGeneration"]})
    assert read_dimensions(tmp_path) == SIZES
    with pytest.raises(CheckpointUnsupported):
        read_dimensions(write(tmp_path, "config.json", nameless))


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"model_type": "wav2vec2"}, "wav2vec2"),
        ({"num_mel_bins": 64}, "num_mel_bins 64"),
        ({"max_target_positions": 8}, "max_target_positions 8"),
        ({"activation_function": "relu"}, "activation_function relu"),
        ({"scale_embedding": True}, "scale_embedding"),
        ({"quantization_config": {"bits": 4}}, "quantization_config"),
    ],
)
def test_a_model_that_we_do_not_run_is_refused(tmp_path: Path, change: dict[str, object], subject: str) -> None:
    with pytest.raises(CheckpointUnsupported) as refused:
        read_dimensions(write(tmp_path, "config.json", CONFIG | change))
    assert refused.value.subject == subject


def test_missing_fields_are_named_together(tmp_path: Path) -> None:
    lacking = {name: value for name, value in CONFIG.items() if name not in {"d_model", "vocab_size"}}
    with pytest.raises(CheckpointIncomplete) as refused:
        read_dimensions(write(tmp_path, "config.json", lacking))
    assert refused.value.subject == "config.json: d_model, vocab_size"


@pytest.mark.parametrize("value", ["8", 0, -8, 8.0, True, None, 9])
def test_an_impossible_size_is_corrupt(tmp_path: Path, value: object) -> None:
    with pytest.raises(CheckpointCorrupt) as refused:
        read_dimensions(write(tmp_path, "config.json", CONFIG | {"d_model": value}))
    assert refused.value.subject == "config.json: d_model"


def test_settings_of_an_official_file_are_read(tmp_path: Path) -> None:
    found = settings_of(
        tmp_path,
        {
            "alignment_heads": [[2, 1], [3, 0]],
            "begin_suppress_tokens": [20, 57],
            "suppress_tokens": [1, 2, 7],
            "max_initial_timestamp_index": 25,
            "is_multilingual": True,
            "forced_decoder_ids": [[1, None], [2, 50359]],
            "lang_to_id": {"<|fa|>": 60},
            "task_to_id": {"transcribe": 70, "translate": 71},
            "no_timestamps_token_id": 75,
            "prev_sot_token_id": 74,
        },
    )
    assert found == GenerationSettings(
        suppressed=(1, 2, 7),
        suppressed_at_start=(20, 57),
        alignment_heads=((2, 1), (3, 0)),
        max_initial_timestamp=25,
        is_multilingual=True,
        token_ids={
            "<|fa|>": 60,
            "<|transcribe|>": 70,
            "<|translate|>": 71,
            "<|notimestamps|>": 75,
            "<|startofprev|>": 74,
        },
    )


def test_a_lost_file_leaves_everything_open(tmp_path: Path) -> None:
    found = read_generation_settings(write(tmp_path, "config.json", CONFIG), SIZES)
    assert found == GenerationSettings((), None, (), 50, None, {})


def test_settings_may_stand_in_the_config_as_they_used_to(tmp_path: Path) -> None:
    write(tmp_path, "config.json", CONFIG | {"suppress_tokens": [3], "begin_suppress_tokens": [4]})
    found = read_generation_settings(tmp_path, SIZES)
    assert (found.suppressed, found.suppressed_at_start) == ((3,), (4,))
    write(tmp_path, "generation_config.json", {"suppress_tokens": [5]})
    found = read_generation_settings(tmp_path, SIZES)
    assert (found.suppressed, found.suppressed_at_start) == ((5,), (4,))


@pytest.mark.parametrize(
    ("listed", "expected"), [(None, ()), ([], ()), ([-1], (-1,)), ([1, 100, "2", -7, 99], (1, 99)), ("1", ())]
)
def test_suppressed_ids_are_those_that_exist(tmp_path: Path, listed: object, expected: tuple[int, ...]) -> None:
    assert settings_of(tmp_path, {"suppress_tokens": listed}).suppressed == expected


@pytest.mark.parametrize("listed", [[], None])
def test_nothing_is_suppressed_at_the_start_where_the_file_says_so(tmp_path: Path, listed: object) -> None:
    assert settings_of(tmp_path, {"begin_suppress_tokens": listed}).suppressed_at_start == ()


@pytest.mark.parametrize(
    "listed", [[[3, 1], [4, 0]], [[3, 2]], [[3]], [3, 1], "no", None, [[True, 1]], [[-1, 0]], {"3": 1}]
)
def test_alignment_heads_of_another_model_count_as_lost(tmp_path: Path, listed: object) -> None:
    """The decoder has 4 layers of 2 heads."""
    assert settings_of(tmp_path, {"alignment_heads": listed}).alignment_heads == ()


@pytest.mark.parametrize("value", [None, "50", -1, 1.5])
def test_an_unusable_first_timestamp_limit_counts_as_lost(tmp_path: Path, value: object) -> None:
    assert settings_of(tmp_path, {"max_initial_timestamp_index": value}).max_initial_timestamp == 50


def test_half_written_token_tables_count_as_lost(tmp_path: Path) -> None:
    broken = {"lang_to_id": None, "task_to_id": [1], "no_timestamps_token_id": "75", "prev_sot_token_id": 1000}
    assert settings_of(tmp_path, broken).token_ids == {}
    assert settings_of(tmp_path, {"lang_to_id": {"<|fa|>": 100, "<|en|>": 5}}).token_ids == {"<|en|>": 5}
