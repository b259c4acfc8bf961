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
    batch               windows a step and device; `accumulate` of them make an update
    evaluations         so many over the run, on `evaluation_clips` fixed clips of dev
    keep                checkpoints that stand, the best besides
    patience            evaluations without a better one after which it ends; 0: never
    workers             processes that read clips
    is_judged_on_test   evaluates on test while training, as the student did: never do this but to repeat him
    """

    steps: int = 0
    epochs: float = 3.0
    learning_rate: float = 0.0
    schedule: Schedule = Schedule.LINEAR
    warmup: float = 0.05
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
    evaluation_clips: int = 400
    evaluation_batch: int = 16
    save_every: int = 0
    log_every: int = 25
    keep: int = 2
    patience: int = 5
    workers: int = 2
    trackers: tuple[str, ...] = ()
    is_judged_on_test: bool = False
