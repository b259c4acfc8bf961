"""What the model to be fitted takes: its window, its mel bins, its tokens. Read from the checkpoint's folder alone.

Weights are not looked at, so a folder that only has config.json and a tokenizer will do.
"""

from dataclasses import dataclass
from pathlib import Path

from dabir_core.asr.configuration import read_dimensions, read_generation_settings
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.input_lengths import InputLengths
from dabir_core.asr.vocabulary import Vocabulary
from dabir_core.asr.vocabulary_files import load_vocabulary
from dabir_core.errors import ModelError, OptionError
from dabir_core.options import Task
from dabir_training.errors import CheckpointWrong


@dataclass(frozen=True, slots=True)
class Target:
    """The model's sizes and its vocabulary."""

    sizes: Dimensions
    vocabulary: Vocabulary

    @property
    def lengths(self) -> InputLengths:
        """Those that its input may have."""
        return InputLengths.short(self.sizes)

    def start(self, language: str, *, has_times: bool) -> tuple[int, ...]:
        """The tokens that begin a transcript."""
        return self.vocabulary.prompt(language, Task.TRANSCRIBE, timestamps=has_times)

    def check_languages(self, codes: tuple[str, ...]) -> None:
        """Raises: CheckpointWrong naming a language that the model has no token of."""
        for code in codes:
            try:
                self.start(code, has_times=False)
            except OptionError as cause:
                raise CheckpointWrong(cause.subject) from cause


def read_target(checkpoint: Path) -> Target:
    """Reads config.json and the tokenizer. Raises: CheckpointWrong."""
    try:
        sizes = read_dimensions(checkpoint)
        settings = read_generation_settings(checkpoint, sizes)
        return Target(sizes, load_vocabulary(checkpoint, sizes.vocabulary, settings=settings))
    except ModelError as cause:
        raise CheckpointWrong(f"{checkpoint}: {cause.subject}") from cause
