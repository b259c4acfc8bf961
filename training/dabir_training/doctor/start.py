"""The checkpoint to start from: whether it is whole, what its numbers are stored as, whether the language is known."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.checkpoint_files import GENERATION_CONFIG, TOKENIZER, is_pickled, weights_paths
from dabir_core.errors import ModelError
from dabir_core.models import locate
from dabir_core.models.architectures import base_of, parameters
from dabir_core.phrase import Phrase
from dabir_training.configuration import RunConfig
from dabir_training.doctor.finding import Finding, costly, good, refused, wrong

_START: Final = Phrase(
    en="Starting from {name}: whisper {base}, {millions} million weights stored as {stored}, trained as float32.",
    fa="آغاز از {name}: ویسپر {base}، {millions} میلیون وزن که به‌صورت {stored} ذخیره شده و با float32 آموزش می‌بیند.",
)
_NO_LANGUAGE: Final = Phrase(
    en="{name} has no token for the language {code}. Start from a multilingual checkpoint.",
    fa="مدل {name} نشانه‌ای برای زبان {code} ندارد. از مدلی چندزبانه آغاز کنید.",
)
_NO_TOKENIZER: Final = Phrase(
    en="{name} has no tokenizer.json, which labels are made with. Open it once with transformers and save it again.",
    fa="مدل {name} فایل tokenizer.json ندارد که برچسب‌ها با آن ساخته می‌شوند. آن را با transformers باز و دوباره "
    "ذخیره کنید.",
)
_NO_GENERATION: Final = Phrase(
    en="{name} has no generation_config.json: suppressed tokens and alignment heads are taken from its architecture.",
    fa="مدل {name} فایل generation_config.json ندارد؛ نشانه‌های ممنوع و سرهای هم‌ترازی از روی معماری‌اش برداشته می‌شوند.",
)


def starting_checkpoint(config: RunConfig) -> Checkpoint | Finding:
    """The checkpoint, or why it cannot be used."""
    try:
        return load_checkpoint(locate(config.model))
    except ModelError as error:
        return refused(error)


def examine_start(config: RunConfig, checkpoint: Checkpoint) -> Iterator[Finding]:
    """What is to be known of it before hours are spent."""
    name = checkpoint.name
    yield good(
        _START,
        name=name,
        base=base_of(checkpoint.dimensions) or "—",
        millions=f"{parameters(checkpoint.dimensions) / 1e6:.0f}",
        stored=_stored_as(checkpoint.folder),
    )
    if config.language not in checkpoint.vocabulary.languages:
        yield wrong(_NO_LANGUAGE, name=name, code=config.language)
    if not (checkpoint.folder / TOKENIZER).is_file():
        yield wrong(_NO_TOKENIZER, name=name)
    if not (checkpoint.folder / GENERATION_CONFIG).is_file():
        yield costly(_NO_GENERATION, name=name)


def _stored_as(folder: Path) -> str:
    """What the weights' numbers are on the disk, from the file's header."""
    first = weights_paths(folder)[0]
    if is_pickled(first.name):
        return "pickle"
    from safetensors import safe_open

    with safe_open(first, framework="np") as file:
        return "/".join(sorted({file.get_slice(name).get_dtype() for name in file.keys()}))  # noqa: SIM118
