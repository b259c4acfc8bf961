"""A Hugging Face Whisper checkpoint, read from a local folder: official, fine-tuned, old or half-broken.

Nothing is fetched and nothing in the folder is run. Whatever can be recovered is (see `configuration`,
`special_tokens`, `architecture`); whatever cannot is told by file, field or tensor.
"""

from dataclasses import dataclass
from pathlib import Path

from dabir_core.asr.architecture import Heads, check_tensors, default_alignment_heads
from dabir_core.asr.calibrated_heads import calibrated_heads
from dabir_core.asr.checkpoint_files import open_weights, require_files
from dabir_core.asr.configuration import NON_SPEECH, GenerationSettings, read_dimensions, read_generation_settings
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.non_speech import non_speech_tokens
from dabir_core.asr.vocabulary import Vocabulary
from dabir_core.asr.vocabulary_files import load_vocabulary
from dabir_core.asr.weights import Weights


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything about a checkpoint but the values of its weights.

    name                   the folder's name, for transcripts
    suppressed             tokens that are never decoded
    suppressed_at_start    tokens that are not decoded first
    alignment_heads        (decoder layer, head) pairs that listen where the text is: calibrated, listed or published
    max_initial_timestamp  the latest first timestamp, in steps of 0.02 s
    """

    folder: Path
    name: str
    dimensions: Dimensions
    vocabulary: Vocabulary
    suppressed: tuple[int, ...]
    suppressed_at_start: tuple[int, ...]
    alignment_heads: Heads
    max_initial_timestamp: int

    def weights(self) -> Weights:
        """Opens the weights; values are read from the disk when asked for.

        Raises: CheckpointIncomplete, CheckpointCorrupt, CheckpointUnsupported, EngineMissing (a pickle without torch).
        """
        return open_weights(self.folder)


def checkpoint_name(folder: Path) -> str:
    """What a checkpoint is called in transcripts and messages."""
    return folder.resolve().name


def checked_dimensions(folder: Path) -> Dimensions:
    """The sizes of a checkpoint whose files and tensors are all there: what takes milliseconds to know.

    Raises: what `load_checkpoint` raises, but for the vocabulary.
    """
    require_files(folder)
    sizes = read_dimensions(folder)
    check_tensors(open_weights(folder), sizes)
    return sizes


def load_checkpoint(folder: Path) -> Checkpoint:
    """Reads and checks a checkpoint's folder; weights by name and shape only.

    Raises: ModelMissing where there is no such folder; CheckpointIncomplete naming missing files, fields or tensors;
    CheckpointCorrupt; CheckpointUnsupported for another kind of model; EngineMissing for a pickle without torch.
    """
    sizes = checked_dimensions(folder)
    settings = read_generation_settings(folder, sizes)
    vocabulary = load_vocabulary(folder, sizes.vocabulary, settings=settings)
    known_heads = default_alignment_heads(sizes, multilingual=vocabulary.is_multilingual)
    return Checkpoint(
        folder=folder,
        name=checkpoint_name(folder),
        dimensions=sizes,
        vocabulary=vocabulary,
        suppressed=_suppressed(settings, vocabulary),
        suppressed_at_start=_suppressed_at_start(settings, vocabulary),
        alignment_heads=calibrated_heads(folder, sizes) or settings.alignment_heads or known_heads,
        max_initial_timestamp=settings.max_initial_timestamp,
    )


def _suppressed(settings: GenerationSettings, vocabulary: Vocabulary) -> tuple[int, ...]:
    listed = [id_ for id_ in settings.suppressed if id_ != NON_SPEECH]
    meant = non_speech_tokens(vocabulary) if NON_SPEECH in settings.suppressed else ()
    return tuple(sorted({*listed, *meant}))


def _suppressed_at_start(settings: GenerationSettings, vocabulary: Vocabulary) -> tuple[int, ...]:
    """The listed ones; where the list is lost, the official rule: no blank and no end of text first."""
    if settings.suppressed_at_start is not None:
        return tuple(id_ for id_ in settings.suppressed_at_start if id_ != NON_SPEECH)
    return (*vocabulary.encode(" "), vocabulary.end_of_text)
