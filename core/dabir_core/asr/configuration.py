"""config.json and generation_config.json of a checkpoint, read into values that no longer depend on who wrote them.

Seven years of files are in use: generation settings used to stand in config.json, fine-tuning tools drop or half-write
generation_config.json. What is lost here is filled in from the vocabulary and the architecture. `forced_decoder_ids` is
never read: the prompt is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from dabir_core.asr.architecture import Heads
from dabir_core.asr.checkpoint_files import CONFIG, GENERATION_CONFIG, read_json, read_json_if_there
from dabir_core.asr.dimensions import Dimensions
from dabir_core.errors import CheckpointCorrupt, CheckpointIncomplete, CheckpointUnsupported

NON_SPEECH = -1
"""openai's way to write «every non-speech token» in a list of suppressed ids."""

MEL_BINS = (80, 128)
LEAST_TARGET_POSITIONS = 16
"""A prompt after earlier text takes half of them and four; fewer leave no room for text."""

_SIZES = {
    "width": "d_model",
    "encoder_layers": "encoder_layers",
    "encoder_heads": "encoder_attention_heads",
    "decoder_layers": "decoder_layers",
    "decoder_heads": "decoder_attention_heads",
    "mel_bins": "num_mel_bins",
    "vocabulary": "vocab_size",
    "source_positions": "max_source_positions",
    "target_positions": "max_target_positions",
}
_DEFAULT_MAX_INITIAL_TIMESTAMP = 50


@dataclass(frozen=True, slots=True)
class GenerationSettings:
    """What the folder says about decoding; None or empty where it says nothing that can be used.

    `token_ids` are special tokens by their written form, from fields such as `lang_to_id`.
    """

    suppressed: tuple[int, ...]
    suppressed_at_start: tuple[int, ...] | None
    alignment_heads: Heads
    max_initial_timestamp: int
    is_multilingual: bool | None
    token_ids: Mapping[str, int]


def read_dimensions(folder: Path) -> Dimensions:
    """The checkpoint's sizes.

    Raises: CheckpointUnsupported for another model or a Whisper that we cannot run, CheckpointIncomplete naming the
    fields that config.json lacks, CheckpointCorrupt for values that cannot be.
    """
    config = read_json(folder / CONFIG)
    _require_whisper(config)
    missing = [written for written in _SIZES.values() if written not in config]
    if missing:
        raise CheckpointIncomplete(f"{CONFIG}: {', '.join(missing)}")
    for written in _SIZES.values():
        if not _is_id(config[written]) or config[written] == 0:
            raise CheckpointCorrupt(f"{CONFIG}: {written}", detail=repr(config[written]))
    sizes = Dimensions(**{name: config[written] for name, written in _SIZES.items()})
    if sizes.mel_bins not in MEL_BINS:
        raise CheckpointUnsupported(f"num_mel_bins {sizes.mel_bins}", detail="80 or 128")
    if sizes.target_positions < LEAST_TARGET_POSITIONS:
        raise CheckpointUnsupported(f"max_target_positions {sizes.target_positions}")
    for heads in (sizes.encoder_heads, sizes.decoder_heads):
        if sizes.width % heads:
            raise CheckpointCorrupt(f"{CONFIG}: d_model", detail=f"{sizes.width} is not divided by {heads} heads")
    return sizes


def _require_whisper(config: Mapping[str, Any]) -> None:
    kind = config.get("model_type") or ", ".join(map(str, config.get("architectures") or ())) or "?"
    if "whisper" not in str(kind).lower():
        raise CheckpointUnsupported(str(kind), detail="model_type is not whisper")
    activation = config.get("activation_function", "gelu")
    if activation != "gelu":
        raise CheckpointUnsupported(f"activation_function {activation}")
    if config.get("scale_embedding"):
        raise CheckpointUnsupported("scale_embedding")
    if config.get("quantization_config"):
        raise CheckpointUnsupported("quantization_config", detail="quantised weights")


def read_generation_settings(folder: Path, sizes: Dimensions) -> GenerationSettings:
    """What generation_config.json says, and config.json where that is silent.

    Raises: CheckpointCorrupt for a file that is no JSON object; a field of the wrong form counts as lost.
    """
    stated = {name: value for name, value in read_json(folder / CONFIG).items() if value is not None}
    config = stated | read_json_if_there(folder / GENERATION_CONFIG)  # transformers 5 writes null for «not here»
    at_start = config.get("begin_suppress_tokens")
    multilingual = config.get("is_multilingual")
    latest = config.get("max_initial_timestamp_index")
    return GenerationSettings(
        suppressed=_ids(config.get("suppress_tokens"), sizes.vocabulary),
        suppressed_at_start=_ids(at_start, sizes.vocabulary) if "begin_suppress_tokens" in config else None,
        alignment_heads=read_alignment_heads(config, sizes),
        max_initial_timestamp=latest if _is_id(latest) else _DEFAULT_MAX_INITIAL_TIMESTAMP,
        is_multilingual=multilingual if isinstance(multilingual, bool) else None,
        token_ids=_token_ids(config, sizes.vocabulary),
    )


def _ids(listed: object, vocabulary: int) -> tuple[int, ...]:
    if not isinstance(listed, list):
        return ()
    return tuple(i for i in listed if i == NON_SPEECH or (_is_id(i) and i < vocabulary))


def read_alignment_heads(config: Mapping[str, Any], sizes: Dimensions) -> Heads:
    """The listed heads; none where one does not exist, for then the list is another model's (a teacher's, often)."""
    listed = config.get("alignment_heads")
    if not isinstance(listed, list) or not all(_is_head(pair, sizes) for pair in listed):
        return ()
    return tuple((layer, head) for layer, head in listed)


def _is_head(pair: object, sizes: Dimensions) -> bool:
    if not isinstance(pair, list) or len(pair) != 2 or not all(_is_id(i) for i in pair):
        return False
    return bool(pair[0] < sizes.decoder_layers and pair[1] < sizes.decoder_heads)


def _token_ids(config: Mapping[str, Any], vocabulary: int) -> dict[str, int]:
    named: dict[str, object] = {}
    languages, tasks = config.get("lang_to_id"), config.get("task_to_id")
    if isinstance(languages, dict):
        named |= languages
    if isinstance(tasks, dict):
        named |= {f"<|{task}|>": id_ for task, id_ in tasks.items()}
    named["<|notimestamps|>"] = config.get("no_timestamps_token_id")
    named["<|startofprev|>"] = config.get("prev_sot_token_id")
    return {token: id_ for token, id_ in named.items() if _is_id(id_) and id_ < vocabulary}


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
