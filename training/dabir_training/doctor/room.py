"""Room for the run: the device's memory, the disk, the second folder. Estimates stand in `estimates`."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil
import torch

from dabir_core.asr.dimensions import Dimensions
from dabir_core.models.architectures import parameters
from dabir_core.models.sizes import existing_folder
from dabir_core.phrase import Phrase
from dabir_core.readable import readable_bytes
from dabir_training.configuration import FittingSettings, Precision, RunConfig
from dabir_training.doctor.estimates import checkpoint_bytes, footprint
from dabir_training.doctor.finding import Finding, costly, good, wrong
from dabir_training.doctor.libraries import computes_in

_SPARE: Final = 0.9
"""Share of a device's memory that a run can count on: the rest goes to its context and to gaps."""
_TRIAL_BYTES: Final = 16_000_000
_LONGEST_COPY_S: Final = 600.0
_MEMORY: Final = Phrase(
    en="Memory: about {need} of {there} for batch = {batch} (an estimate, at the longest labels).",
    fa="حافظه: حدود {need} از {there} برای batch = {batch} (تخمین، با بلندترین برچسب‌ها).",
)
_NO_MEMORY: Final = Phrase(
    en="Memory: about {need} for batch = {batch}, and there are {there}. Write batch = {fits} and accumulate = "
    "{accumulate}, which trains the same; or use activation_checkpointing, adamw_8bit, [train.lora].",
    fa="حافظه: حدود {need} برای batch = {batch} لازم است و {there} هست. بنویسید batch = {fits} و accumulate = "
    "{accumulate} "
    "که همان آموزش است؛ یا activation_checkpointing، adamw_8bit یا [train.lora] را به کار ببرید.",
)
_TOO_LARGE: Final = Phrase(
    en="Memory: the model takes {need} before the first window, and there are {there}. Use [train.lora], adamw_8bit or "
    "a smaller model.",
    fa="حافظه: مدل پیش از نخستین پنجره {need} می‌گیرد و {there} هست. [train.lora]، adamw_8bit یا مدل کوچک‌تر به کار "
    "ببرید.",
)
_DISK: Final = Phrase(
    en="Disk: the run writes up to {need} into {folder}, where {free} are free.",
    fa="دیسک: این آموزش تا {need} در {folder} می‌نویسد و {free} جا هست.",
)
_NO_DISK: Final = Phrase(
    en="Disk: the run writes up to {need} into {folder}, where only {free} are free. Free some, lower keep, or move "
    "it.",
    fa="دیسک: این آموزش تا {need} در {folder} می‌نویسد و تنها {free} جا هست. جا باز کنید، keep را کم کنید یا پوشه را "
    "عوض کنید.",
)
_MIRROR: Final = Phrase(
    en="The second folder {folder} takes files and renames them; a checkpoint takes about {seconds} s to copy.",
    fa="پوشهٔ دوم {folder} فایل می‌پذیرد و نام عوض می‌کند؛ رونوشت هر نقطهٔ آموزش حدود {seconds} ثانیه طول می‌کشد.",
)
_SLOW_MIRROR: Final = Phrase(
    en="The second folder {folder} is slow: a checkpoint takes about {seconds} s to copy. Save less often "
    "(save_every).",
    fa="پوشهٔ دوم {folder} کند است: رونوشت هر نقطهٔ آموزش حدود {seconds} ثانیه می‌کشد. دیرتر ذخیره کنید (save_every).",
)
_NO_MIRROR: Final = Phrase(
    en="The second folder {folder} cannot be written: {reason}. Mount it or give another.",
    fa="در پوشهٔ دوم {folder} نمی‌توان نوشت: {reason}. آن را وصل کنید یا پوشهٔ دیگری بدهید.",
)
_SAME_DISK: Final = Phrase(
    en="The second folder {folder} lies on the same disk as the first: it saves nothing when that disk is lost.",
    fa="پوشهٔ دوم {folder} روی همان دیسک پوشهٔ نخست است و اگر آن دیسک از دست برود چیزی را نگه نمی‌دارد.",
)


def examine_memory(settings: FittingSettings, sizes: Dimensions) -> Iterator[Finding]:
    """Whether a step fits into the device, by the estimate."""
    there = int(_SPARE * _memory_bytes())
    take = footprint(sizes, settings, is_half=computes_in(settings.precision) is not Precision.FP32)
    need, batch = take.total_bytes(settings.batch), settings.batch
    told = {"need": readable_bytes(need), "there": readable_bytes(there), "batch": str(batch)}
    fits = (there - take.standing_bytes) // take.window_bytes
    if need <= there:
        yield good(_MEMORY, **told)
    elif fits < 1:
        yield wrong(_TOO_LARGE, need=readable_bytes(take.standing_bytes), there=told["there"])
    else:
        accumulate = -(-batch * settings.accumulate // fits)
        yield wrong(_NO_MEMORY, **told, fits=str(fits), accumulate=str(accumulate))


def _memory_bytes() -> int:
    if torch.cuda.is_available():
        return min(torch.cuda.get_device_properties(n).total_memory for n in range(torch.cuda.device_count()))
    return int(psutil.virtual_memory().available)


def examine_disk(config: RunConfig, sizes: Dimensions) -> Iterator[Finding]:
    """Whether all that the run writes fits: checkpoints, one more being written, the averaged and the released "
    "model."""
    one = checkpoint_bytes(sizes, config.train)
    checkpoints = (config.train.keep + config.release.average + 1) * one
    models = 3 * 4 * parameters(sizes)  # averaged, and a release beside the one that it replaces
    yield _room(config.folder, checkpoints + models)
    if config.mirror is not None:
        yield _room(config.mirror, checkpoints)


def _room(folder: Path, need: int) -> Finding:
    free = shutil.disk_usage(existing_folder(folder)).free
    told = {"need": readable_bytes(need), "folder": str(folder), "free": readable_bytes(free)}
    return good(_DISK, **told) if need <= free else wrong(_NO_DISK, **told)


def examine_mirror(config: RunConfig, sizes: Dimensions) -> Iterator[Finding]:
    """Whether the second folder can be written and renamed in, and how fast it is."""
    mirror = config.mirror
    if mirror is None:
        return
    try:
        seconds = _trial(mirror) * checkpoint_bytes(sizes, config.train) / _TRIAL_BYTES
        is_same_disk = mirror.stat().st_dev == existing_folder(config.folder).stat().st_dev
    except OSError as cause:
        yield wrong(_NO_MIRROR, folder=str(mirror), reason=cause.strerror or str(cause))
        return
    grade, phrase = (good, _MIRROR) if seconds <= _LONGEST_COPY_S else (costly, _SLOW_MIRROR)
    yield grade(phrase, folder=str(mirror), seconds=f"{seconds:.0f}")
    if is_same_disk:
        yield costly(_SAME_DISK, folder=str(mirror))


def _trial(mirror: Path) -> float:
    """Writes a file to the disk, renames a folder that holds it, reads it back. Gives seconds. Raises: OSError."""
    mirror.mkdir(parents=True, exist_ok=True)
    half, whole = (mirror / f".dabir-trial-{os.getpid()}{ending}" for ending in (".half", ""))
    content = os.urandom(_TRIAL_BYTES)
    began = time.perf_counter()
    try:
        half.mkdir()
        with (half / "weights").open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.rename(whole)
        if (whole / "weights").read_bytes() != content:
            raise OSError("it gives back other bytes than were written")
    finally:
        for folder in (half, whole):
            shutil.rmtree(folder, ignore_errors=True)
    return time.perf_counter() - began
