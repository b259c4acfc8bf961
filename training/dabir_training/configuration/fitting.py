"""[train]: the optimiser, its schedule, what is kept and how often it is judged."""

from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """What the forward pass computes in; weights are float32 always. `auto`: bf16 or fp16 where the device has it."""

    AUTO = "auto"
    FP32 = "fp32"
    FP16 = "fp16"
    BF16 = "bf16"


class Schedule(StrEnum):
    """How the learning rate falls after its warm-up."""

    LINEAR = "linear"
    COSINE = "cosine"
    CONSTANT = "constant"


class Optimizer(StrEnum):
    """`adamw_8bit` needs the extra library bitsandbytes and a GPU."""

    ADAMW = "adamw"
    ADAMW_8BIT = "adamw_8bit"


@dataclass(frozen=True, slots=True)
class LoraSettings:
    """Low-rank adapters in place of a full fine-tune; needs the extra library peft."""

    rank: int = 32
    alpha: int = 64
    dropout: float = 0.05


@dataclass(frozen=True, slots=True)
class FittingSettings:
    """How the weights are fitted.

    steps               0: as many as `epochs` take
    learning_rate       0: by the model's size
    warmup              below 1 a share of the steps, else steps
    beta2               AdamW's second decay; Whisper's own training had 0.98, the usual default is 0.999
    batch               windows a step and device; `accumulate` of them make an update
    activation_checkpointing    computes the forward pass twice instead of keeping it: slower, in far less memory
    evaluations         so many over the run, on `evaluation_clips` fixed clips of dev (0: all of them)
    evaluate_every      steps between evaluations, in place of `evaluations`; 0: as they say
    evaluation_batch    clips decoded at once
    save_every          steps between checkpoints; there is one at each evaluation besides
    log_every           steps between lines of metrics
    keep                newest checkpoints that stand; besides the best, as many as [release] averages
    patience            evaluations without a better one after which it ends; 0: never
    workers             processes that read clips; 0: the trainer itself
    trackers            tensorboard, trackio: each needs the extra of its name
    is_judged_on_test   evaluates on test while training, as the student did: never do this but to repeat him
    """

    steps: int = 0
    epochs: float = 3.0
    learning_rate: float = 0.0
    schedule: Schedule = Schedule.LINEAR
    warmup: float = 0.05
    beta2: float = 0.98
    weight_decay: float = 0.01
    clip_norm: float = 1.0
    label_smoothing: float = 0.0
    batch: int = 16
    accumulate: int = 2
    precision: Precision = Precision.AUTO
    optimizer: Optimizer = Optimizer.ADAMW
    lora: LoraSettings | None = None
    is_encoder_frozen: bool = False
    activation_checkpointing: bool = True
    evaluations: int = 20
    evaluate_every: int = 0
    evaluation_clips: int = 400
    evaluation_batch: int = 16
    save_every: int = 0
    log_every: int = 25
    keep: int = 2
    patience: int = 5
    workers: int = 2
    trackers: tuple[str, ...] = ()
    is_judged_on_test: bool = False

    def __post_init__(self) -> None:
        """Refuses what no run can be made with."""
        if self.steps == 0 and self.epochs <= 0:
            raise ValueError("steps or epochs must be above 0")
        if min(self.batch, self.accumulate, self.evaluation_batch, self.log_every, self.keep) < 1:
            raise ValueError("batch, accumulate, evaluation_batch, log_every and keep are at least 1")
        if unknown := set(self.trackers) - {"tensorboard", "trackio"}:
            raise ValueError(f"trackers are tensorboard and trackio, not {', '.join(sorted(unknown))}")
