"""How fast windows are made, against how fast the device learns from them: half a minute at most.

What the loader gives in one process is measured and multiplied by its processes, at most one a core. The device's
figure is forward and backward passes as the trainer makes them, of batches that are ready.
"""

import itertools
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

import torch

from dabir_core.models import locate
from dabir_core.phrase import Phrase
from dabir_training.configuration import Precision, RunConfig
from dabir_training.doctor.finding import Finding, costly, good
from dabir_training.doctor.libraries import computes_in
from dabir_training.fitting.start import start_model
from dabir_training.manifest import PreparedSet
from dabir_training.windows import TrainingWindows, collate, order_by_length

_LOADING_S: Final = 6.0
_LEARNING_S: Final = 15.0
_CPU_BATCH: Final = 2
_BATCHES: Final = 4
_ENOUGH: Final = 1.2
"""Windows that a loader should give for each that the device takes, so that it never waits."""
_SECONDS_AN_HOUR: Final = 3600.0
_DTYPES: Final[Mapping[Precision, torch.dtype]] = {Precision.BF16: torch.bfloat16, Precision.FP16: torch.float16}
_PACE: Final = Phrase(
    en="Pace: the loader makes {made} windows a second in {workers} processes, the device learns from {learned}; "
    "{steps} steps take about {hours} h, and evaluations come on top.",
    fa="سرعت: بارگذار با {workers} پردازه در ثانیه {made} پنجره می‌سازد و دستگاه از {learned} پنجره یاد می‌گیرد؛ "
    "{steps} گام "
    "حدود {hours} ساعت می‌کشد و ارزیابی‌ها جداست.",
)
_STARVED: Final = Phrase(
    en="Pace: the loader makes {made} windows a second in {workers} processes, and the device could learn from "
    "{learned}: "
    "it waits. Write workers = {wanted}, or unpack the clips to a faster disk. {steps} steps take about {hours} h.",
    fa="سرعت: بارگذار با {workers} پردازه در ثانیه {made} پنجره می‌سازد و دستگاه از {learned} پنجره یاد می‌گرفت؛ پس "
    "منتظر "
    "می‌ماند. workers = {wanted} بنویسید یا تکه‌ها را روی دیسک تندتر بگذارید. {steps} گام حدود {hours} ساعت می‌کشد.",
)


@dataclass(frozen=True, slots=True)
class Pace:
    """Windows a second."""

    made_by_one: float
    learned: float


def examine_pace(config: RunConfig) -> Iterator[Finding]:
    """Measures both and says which of them waits."""
    checkpoint = locate(config.model)
    prepared = PreparedSet(config.prepared)
    windows = TrainingWindows(prepared, config.windows, config.augment, checkpoint=checkpoint, seed=config.seed)
    pace = Pace(_rate(lambda place: windows[place % len(windows)], most_s=_LOADING_S), _learned(config, windows))
    yield judged(pace, config, windows=len(windows), cores=os.cpu_count() or 1)


def judged(pace: Pace, config: RunConfig, *, windows: int, cores: int) -> Finding:
    """The finding of what was measured."""
    train = config.train
    workers = max(1, min(train.workers, cores))
    made = pace.made_by_one * workers
    each_step = train.batch * train.accumulate
    steps = train.steps or round(train.epochs * windows / each_step)
    seconds = steps * each_step / min(made, pace.learned)
    told = {
        "made": f"{made:.3g}",
        "learned": f"{pace.learned:.3g}",
        "workers": str(workers),
        "steps": f"{steps:,}",
        "hours": f"{seconds / _SECONDS_AN_HOUR:.3g}",
    }
    if made >= _ENOUGH * pace.learned:
        return good(_PACE, **told)
    wanted = min(cores, int(_ENOUGH * pace.learned / pace.made_by_one) + 1)
    return costly(_STARVED, **told, wanted=str(wanted))


def _rate(step: Callable[[int], object], *, most_s: float) -> float:
    """How often a second, after a first time that warms up; for so long, and once at least."""
    step(0)
    began = time.perf_counter()
    done = 0
    while time.perf_counter() - began < most_s:
        done += 1
        step(done)
    return done / (time.perf_counter() - began)


def _learned(config: RunConfig, windows: TrainingWindows) -> float:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    rows = config.train.batch if device.type == "cuda" else min(config.train.batch, _CPU_BATCH)
    batches = [
        {name: tensor.to(device) for name, tensor in batch.items()} for batch in _batches(windows, rows, config.seed)
    ]
    model: Any = start_model(config, locate(config.model)).to(device).train()
    if config.train.activation_checkpointing:
        model.activation_checkpointing_enable({"use_reentrant": False})
    dtype = _DTYPES.get(computes_in(config.train.precision))

    def learn(number: int) -> None:
        with torch.autocast(device.type, dtype) if dtype else nullcontext():
            loss = model(**batches[number % len(batches)]).loss
        loss.backward()
        model.zero_grad()
        if device.type == "cuda":
            torch.cuda.synchronize()

    return rows * _rate(learn, most_s=_LEARNING_S)


def _batches(windows: TrainingWindows, rows: int, seed: int) -> Iterator[dict[str, torch.Tensor]]:
    """The first batches of the run, whose windows have one length each."""
    order = order_by_length(windows.lengths, rows, seed=(seed, 0)).tolist()
    for first in itertools.islice(range(0, len(order), rows), _BATCHES):
        yield collate([windows[place] for place in order[first : first + rows]])
