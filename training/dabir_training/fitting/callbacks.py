"""What happens beside the steps of a run: when it is judged and kept, how it ends early, what it tells.

transformers calls these at their moments; each does one thing.
"""

import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from torch import distributed
from transformers import TrainerCallback

from dabir_training.configuration import FittingSettings
from dabir_training.fitting.plot import draw
from dabir_training.fitting.recipe import evaluated_at, is_out_of_patience
from dabir_training.fitting.record import append_metrics, read_metrics


@dataclass(frozen=True, slots=True)
class FitProgress:
    """How far a run is; `seconds_left` is None until there is something to tell it from."""

    step: int
    steps: int
    loss: float | None = None
    wer: float | None = None
    seconds_left: float | None = None


Watch = Callable[[FitProgress], None]


class Milestones(TrainerCallback):
    """Judges and keeps the model at its steps; ends the run when it gets no better."""

    def __init__(self, settings: FittingSettings, *, steps: int) -> None:
        self._settings, self._evaluated = settings, evaluated_at(settings, steps=steps)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Says what the trainer does after this step."""
        step, every = state.global_step, self._settings.save_every
        control.should_evaluate = step in self._evaluated
        control.should_save |= control.should_evaluate or bool(every and step % every == 0)

    def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Ends the run after so many judgements without a better one."""
        rates = [line["eval_wer"] for line in state.log_history if "eval_wer" in line and line["step"] > 0]
        control.should_training_stop |= is_out_of_patience(rates, self._settings.patience)


class Stopping(TrainerCallback):
    """SIGTERM and the first Ctrl-C end the run after the step that is under way, with a checkpoint.

    A second Ctrl-C ends it at once. In a distributed run all processes end after the same step, whichever was told.
    """

    def __init__(self) -> None:
        self.is_asked = False
        self._before: dict[signal.Signals, Any] = {}

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Takes over the signals; Python lets only the main thread, and Ray runs us in another."""
        if threading.current_thread() is not threading.main_thread():
            return
        for each in (signal.SIGTERM, signal.SIGINT):
            self._before[each] = signal.signal(each, self._ask)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Ends the run with a checkpoint if a process was asked to."""
        if self._is_asked_anywhere(args):
            control.should_save = control.should_training_stop = True
            control.should_evaluate = False

    def put_back(self) -> None:
        """Gives the signals back to whom they belonged."""
        for each, handler in self._before.items():
            signal.signal(each, handler)
        self._before.clear()

    def _ask(self, number: int, _frame: FrameType | None) -> None:
        if self.is_asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.is_asked = True

    def _is_asked_anywhere(self, args: Any) -> bool:
        if args.world_size == 1:
            return self.is_asked
        asked = torch.tensor(int(self.is_asked), device=args.device)
        distributed.all_reduce(asked, op=distributed.ReduceOp.MAX)
        return bool(asked)


class Recording(TrainerCallback):
    """Writes metrics.jsonl and draws its plot."""

    def __init__(self, folder: Path, *, rows: int, waited: Callable[[], float]) -> None:
        """`waited` gives the seconds that the trainer has waited for data so far."""
        self._folder, self._rows, self._waited = folder, rows, waited
        self._began = time.monotonic()
        self._before = max((float(line.get("seconds", 0.0)) for line in read_metrics(folder)), default=0.0)
        self._step, self._moment, self._waited_then = 0, 0.0, 0.0

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """The clock of the first line starts here."""
        self._began = time.monotonic()
        self._mark(state.global_step)

    def on_log(self, args: Any, state: Any, control: Any, **rest: Any) -> None:
        """Turns what the trainer logs into a line."""
        logs: Mapping[str, float] = rest["logs"]
        if not state.is_world_process_zero:
            return
        if "loss" in logs:
            append_metrics(self._folder, {"step": state.global_step, **self._trained(state.global_step, logs)})
        elif "eval_wer" in logs:
            rates = {name.removeprefix("eval_"): value for name, value in logs.items() if name.startswith("eval_")}
            seconds = {"seconds": self._seconds(), "evaluation_seconds": rates.pop("seconds")}
            append_metrics(self._folder, {"step": state.global_step, **rates, **seconds})
            draw(self._folder)
            self._mark(state.global_step)

    def _trained(self, step: int, logs: Mapping[str, float]) -> Mapping[str, float]:
        spent = max(time.monotonic() - self._moment, 1e-9)
        waited = self._waited() - self._waited_then
        windows = (step - self._step) * self._rows
        self._mark(step)
        return {
            "loss": logs["loss"],
            "lr": logs["learning_rate"],
            "gradient_norm": logs.get("grad_norm", 0.0),
            "seconds": self._seconds(),
            "windows_per_second": windows / spent,
            "waiting": waited / spent,
        }

    def _seconds(self) -> float:
        return self._before + time.monotonic() - self._began

    def _mark(self, step: int) -> None:
        self._step, self._moment, self._waited_then = step, time.monotonic(), self._waited()


class Telling(TrainerCallback):
    """Tells a watcher of each step, with the time left at the pace of the run so far, judgements and all."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._first, self._began = 0, 0.0
        self._loss: float | None = None
        self._wer: float | None = None

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """From here the pace is measured."""
        self._first, self._began = state.global_step, time.monotonic()

    def on_log(self, args: Any, state: Any, control: Any, **rest: Any) -> None:
        """Keeps the newest figures."""
        logs: Mapping[str, float] = rest["logs"]
        self._loss, self._wer = logs.get("loss", self._loss), logs.get("eval_wer", self._wer)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """One step more."""
        if not state.is_world_process_zero:
            return
        done = state.global_step - self._first
        left = (time.monotonic() - self._began) / done * (state.max_steps - state.global_step)
        self._watch(FitProgress(state.global_step, state.max_steps, self._loss, self._wer, left))
