"""The settings of the demo checkpoint's run file."""

from dataclasses import dataclass
from pathlib import Path

from dabir_training.run_file import read_section, read_table


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """What is synthesised."""

    sentences: int
    held_out_sentences: int
    voices: tuple[str, ...]
    slowest_words_per_minute: int
    fastest_words_per_minute: int
    lowest_pitch: int
    highest_pitch: int
    opus_share: float
    opus_bit_rate: int
    processes: int


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The shape of the Whisper that is trained."""

    bpe_tokens: int
    width: int
    encoder_layers: int
    decoder_layers: int
    heads: int
    hidden_width: int
    mel_bins: int
    window_seconds: float
    target_positions: int


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Steps, batches and weights of the losses."""

    steps: int
    short_steps: int
    warmup_steps: int
    decay_steps: int
    short_batch: int
    full_batch: int
    learning_rate: float
    weight_decay: float
    clip_norm: float
    label_smoothing: float
    ctc_weight: float
    guide_weight: float
    timestamp_share: float
    previous_share: float
    empty_share: float
    checkpoint_every_steps: int
    processes: int


@dataclass(frozen=True, slots=True)
class Run:
    """One whole run."""

    seed: int
    corpus: CorpusSettings
    model: ModelSettings
    training: TrainingSettings


def read_run(path: Path) -> Run:
    """Reads a run file. Raises: RunFileWrong naming the key, and for an unknown one the nearest known."""
    return read_section(Run, read_table(path))
