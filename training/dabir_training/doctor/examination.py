"""All that the doctor looks at, cheapest first: what is wrong is known in seconds, the pace after half a minute."""

from collections.abc import Iterator

from dabir_core.asr.checkpoint_files import TOKENIZER
from dabir_training.configuration import RunConfig
from dabir_training.doctor.finding import Finding, Grade
from dabir_training.doctor.libraries import examine_device, examine_libraries
from dabir_training.doctor.pace import examine_pace
from dabir_training.doctor.prepared import examine_prepared
from dabir_training.doctor.room import examine_disk, examine_memory, examine_mirror
from dabir_training.doctor.settings import examine_settings
from dabir_training.doctor.start import examine_start, starting_checkpoint


def examine(config: RunConfig, *, is_timed: bool = True) -> Iterator[Finding]:
    """Each finding as soon as it is there; the pace is measured only where nothing is wrong before, for it would "
    "fail."""
    is_well = True
    for finding in _examine_untimed(config):
        is_well &= finding.grade is not Grade.WRONG
        yield finding
    if is_well and is_timed:
        yield from examine_pace(config)


def _examine_untimed(config: RunConfig) -> Iterator[Finding]:
    yield from examine_libraries(config.train)
    yield from examine_device(config.train)
    yield from examine_settings(config)
    checkpoint = starting_checkpoint(config)
    if isinstance(checkpoint, Finding):
        yield checkpoint
        return
    yield from examine_start(config, checkpoint)
    yield from examine_memory(config.train, checkpoint.dimensions)
    yield from examine_disk(config, checkpoint.dimensions)
    yield from examine_mirror(config, checkpoint.dimensions)
    if (checkpoint.folder / TOKENIZER).is_file():
        yield from examine_prepared(config, checkpoint)
