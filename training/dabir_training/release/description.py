"""What a released folder says of its model: config.json, generation_config.json, preprocessor_config.json. Pure.

A fine-tune loses what its base knew: transformers 5 writes null for lists that were there, defaults of the English
vocabulary for lists that were not, and no preprocessor_config.json. Each field comes from the first that tells it: the
base, the trained checkpoint, the vocabulary and the published architecture.
"""

from collections.abc import Mapping
from typing import Any, Final

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.non_speech import non_speech_tokens
from dabir_core.asr.special_tokens import TRANSCRIBE, TRANSLATE
from dabir_core.asr.vocabulary import Vocabulary
from dabir_core.units import HOP_SAMPLES, SAMPLE_RATE_HZ
from dabir_training.configuration import StoredAs

Fields = Mapping[str, Any]

_FFT_SAMPLES: Final = 400
_TRAINING_ONLY: Final = frozenset({"_name_or_path", "transformers_version", "dtype", "torch_dtype", "use_cache"})
_GENERATION: Final = frozenset({"suppress_tokens", "begin_suppress_tokens", "forced_decoder_ids", "max_length"})
"""They stand in generation_config.json; what a trainer leaves of them in config.json is often another vocabulary's."""
_MASKING: Final = ("apply_spec_augment", "mask_")
_PUBLISHED_DTYPE: Final = {StoredAs.FP16: "float16", StoredAs.FP32: "float32"}


def config(trained: Fields, stored_as: StoredAs) -> dict[str, Any]:
    """config.json, as transformers 4 and 5, CTranslate2 and whisper.cpp read it.

    whisper.cpp's converter takes `max_length` for the count of the decoder's positions.
    """
    dropped = _TRAINING_ONLY | _GENERATION
    kept = {
        name: value
        for name, value in trained.items()
        if name not in dropped and not name.startswith(_MASKING) and value is not None
    }
    return {
        **kept,
        "architectures": ["WhisperForConditionalGeneration"],
        "model_type": "whisper",
        "max_length": trained["max_target_positions"],
        "torch_dtype": _PUBLISHED_DTYPE[stored_as],
        "use_cache": True,
    }


def generation(base: Fields, checkpoint: Checkpoint, *, language: str) -> dict[str, Any]:
    """generation_config.json: the base's, with the language and the task, and what it has lost."""
    vocabulary = checkpoint.vocabulary
    stated = {name: value for name, value in base.items() if value is not None}
    for name in ("forced_decoder_ids", "transformers_version", "_from_model_config", "dtype", "return_timestamps"):
        stated.pop(name, None)
    found = {
        "alignment_heads": [list(head) for head in checkpoint.alignment_heads],
        "begin_suppress_tokens": list(checkpoint.suppressed_at_start or _official_at_start(vocabulary)),
        "suppress_tokens": list(checkpoint.suppressed or non_speech_tokens(vocabulary)),
        "bos_token_id": vocabulary.end_of_text,
        "eos_token_id": vocabulary.end_of_text,
        "pad_token_id": vocabulary.end_of_text,
        "decoder_start_token_id": vocabulary.start_of_transcript,
        "no_timestamps_token_id": vocabulary.no_timestamps,
        "prev_sot_token_id": vocabulary.start_of_previous,
        "max_initial_timestamp_index": checkpoint.max_initial_timestamp,
        "max_length": checkpoint.dimensions.target_positions,
        "return_timestamps": False,
        "is_multilingual": vocabulary.is_multilingual,
    }
    return {**stated, **found, **(_languages(checkpoint, language) if vocabulary.is_multilingual else {})}


def _official_at_start(vocabulary: Vocabulary) -> tuple[int, ...]:
    """No blank and no end of text first. Source: openai/whisper@c0d2f62 decoding.py SuppressBlank."""
    return (*vocabulary.encode(" "), vocabulary.end_of_text)


def _languages(checkpoint: Checkpoint, language: str) -> dict[str, Any]:
    vocabulary = checkpoint.vocabulary
    return {
        "lang_to_id": {f"<|{code}|>": id_ for code, id_ in vocabulary.languages.items()},
        "task_to_id": {
            TRANSCRIBE.strip("<|>"): vocabulary.transcribe,
            TRANSLATE.strip("<|>"): vocabulary.translate,
        },
        "language": language,
        "task": "transcribe",
    }


def preprocessor(checkpoint: Checkpoint) -> dict[str, Any]:
    """preprocessor_config.json: without it faster-whisper gives a large-v3 80 mel bins where it has 128."""
    sizes = checkpoint.dimensions
    return {
        "chunk_length": sizes.window_samples // SAMPLE_RATE_HZ,
        "feature_extractor_type": "WhisperFeatureExtractor",
        "feature_size": sizes.mel_bins,
        "hop_length": HOP_SAMPLES,
        "n_fft": _FFT_SAMPLES,
        "n_samples": sizes.window_samples,
        "nb_max_frames": sizes.window_frames,
        "padding_side": "right",
        "padding_value": 0.0,
        "processor_class": "WhisperProcessor",
        "return_attention_mask": False,
        "sampling_rate": SAMPLE_RATE_HZ,
    }
