"""What each engine reads in one clip, and how far that is from what the trained model reads.

transformers' `generate` in float32 is the judge: it knows nothing of our engines. Texts are compared by their letters
and digits alone, since the display rules of Dabir mend punctuation and half-spaces.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dabir_core import TranscribeOptions, Transcriber, Transcript
from dabir_core.arrays import Waveform
from dabir_core.models.edit_distance import edit_distance
from dabir_core.text.folding import Folding
from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.errors import CheckpointWrong

MOST_APART: Final = 0.1
"""Share of the letters. Rounding turns a close choice now and then; a wrong file turns all of them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine read; `apart` is the share of letters in which it differs, `remarks` what it warned of."""

    engine: str
    text: str
    apart: float
    remarks: tuple[str, ...] = ()


def read_trained(trained: Path, waveform: Waveform, *, release: Path, language: str) -> str:
    """What the trained weights read in float32, with the release's tokenizer and features. Raises: OSError."""
    import torch
    from transformers import GenerationConfig, WhisperForConditionalGeneration, WhisperProcessor

    with _quiet(), torch.inference_mode():
        processor = WhisperProcessor.from_pretrained(release)
        model: Any = WhisperForConditionalGeneration.from_pretrained(trained, dtype=torch.float32)
        model.generation_config = GenerationConfig.from_pretrained(release)
        seen = processor.feature_extractor(
            waveform, sampling_rate=SAMPLE_RATE_HZ, return_tensors="pt", return_attention_mask=True
        )
        ids = model.generate(seen.input_features, attention_mask=seen.attention_mask, language=language)
    return str(processor.tokenizer.decode(ids[0], skip_special_tokens=True)).strip()


@contextmanager
def _quiet() -> Iterator[None]:
    """No bars and warnings of transformers, whose generate warns of arguments that it passes to itself."""
    from transformers.utils import logging

    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        logging.enable_progress_bar()


def read_with_dabir(release: Path, sound: Path, *, language: str) -> tuple[str, tuple[str, ...]]:
    """What Dabir reads, and the kinds of what it warns of. Raises: DabirError."""
    options = TranscribeOptions(language=language, words=False)
    with Transcriber.load(release) as transcriber:
        transcript = transcriber.transcribe(sound, options)
    assert isinstance(transcript, Transcript)  # nobody cancels
    text = " ".join(segment.text for segment in transcript.segments)
    return text, tuple(warning.kind.value for warning in transcript.warnings)


def apart(text: str, wanted: str) -> float:
    """Edits of letters and digits to come from one text to the other, as a share of the wanted one's."""
    letters, reference = _letters(text), _letters(wanted)
    return edit_distance(letters, reference) / max(1, len(reference))


def require_near(reading: Reading) -> Reading:
    """Gives the reading. Raises: CheckpointWrong where the engine read something else than the trained model."""
    if reading.apart > MOST_APART:
        share = f"{reading.apart:.0%}"
        raise CheckpointWrong(f"{reading.engine} reads other text than the trained model ({share} of the letters)")
    return reading


def _letters(text: str) -> str:
    return "".join(letter for letter in Folding().fold(text) if letter.isalnum())
