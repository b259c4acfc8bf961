"""Libraries and the device: what is installed, what the run's settings need besides, what it will compute on."""

import importlib.util
import platform
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

import torch

from dabir_core.phrase import Phrase
from dabir_core.readable import readable_bytes
from dabir_training.configuration import FittingSettings, Optimizer, Precision
from dabir_training.doctor.finding import Finding, costly, good, wrong

_NEEDED: Final = ("torch", "transformers", "accelerate", "soundfile", "soxr", "tokenizers", "safetensors")
_VERSIONS: Final = Phrase(en="Libraries: {versions}.", fa="کتابخانه‌ها: {versions}.")
_MISSING: Final = Phrase(
    en="{library} is not installed, and {setting} needs it. Run: pip install '{extra}'",
    fa="کتابخانهٔ {library} نصب نیست و {setting} به آن نیاز دارد. اجرا کنید: pip install '{extra}'",
)
_GPU: Final = Phrase(
    en="GPU: {names}, {memory} each, computing in {precision}.",
    fa="کارت گرافیک: {names}، هر کدام {memory}، محاسبه با {precision}.",
)
_NO_GPU: Final = Phrase(
    en="No CUDA GPU is seen: a run takes tens of times as long. On a machine that has one, install torch for its CUDA.",
    fa="کارت گرافیک CUDA پیدا نشد و آموزش ده‌ها برابر طول می‌کشد. اگر دستگاه کارت دارد، torch مخصوص CUDA را نصب کنید.",
)
_NO_BF16: Final = Phrase(
    en='precision = "bf16", which this device lacks. Write "auto" or "fp16".',
    fa='precision برابر "bf16" است و این دستگاه آن را ندارد. "auto" یا "fp16" بنویسید.',
)
_NO_8BIT: Final = Phrase(
    en='optimizer = "adamw_8bit" needs a CUDA GPU. Write "adamw".',
    fa='optimizer برابر "adamw_8bit" به کارت گرافیک CUDA نیاز دارد. "adamw" بنویسید.',
)


def examine_libraries(settings: FittingSettings) -> Iterator[Finding]:
    """Versions of what is there, and what is missing."""
    there = [name for name in _NEEDED if importlib.util.find_spec(name) is not None]
    told = ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in there)])
    yield good(_VERSIONS, versions=told)
    wanted = [(name, "dabir-train", "dabir[training]") for name in _NEEDED]
    if settings.lora is not None:
        wanted.append(("peft", "[train.lora]", "dabir[lora]"))
    if settings.optimizer is Optimizer.ADAMW_8BIT:
        wanted.append(("bitsandbytes", "optimizer", "dabir[adam8]"))
    wanted += [(name, "trackers", f"dabir[{name}]") for name in settings.trackers]
    for name, setting, extra in wanted:
        if importlib.util.find_spec(name) is None:
            yield wrong(_MISSING, library=name, setting=setting, extra=extra)


def examine_device(settings: FittingSettings) -> Iterator[Finding]:
    """What computes, and whether it can as it is told."""
    if not torch.cuda.is_available():
        yield costly(_NO_GPU)
        if settings.optimizer is Optimizer.ADAMW_8BIT:
            yield wrong(_NO_8BIT)
        return
    if settings.precision is Precision.BF16 and not torch.cuda.is_bf16_supported(including_emulation=False):
        yield wrong(_NO_BF16)
    cards = [torch.cuda.get_device_properties(number) for number in range(torch.cuda.device_count())]
    names = ", ".join(card.name for card in cards)
    memory = readable_bytes(min(card.total_memory for card in cards))
    yield good(_GPU, names=names, memory=memory, precision=computes_in(settings.precision))


def computes_in(precision: Precision) -> Precision:
    """What `auto` comes to on this device."""
    if precision is not Precision.AUTO:
        return precision
    if not torch.cuda.is_available():
        return Precision.FP32
    return Precision.BF16 if torch.cuda.is_bf16_supported(including_emulation=False) else Precision.FP16
