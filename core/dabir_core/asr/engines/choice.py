"""Which engine runs a checkpoint: from a name and what is installed to an engine, nothing imported that is not used."""

import ctypes
import difflib
import logging
from collections.abc import Collection
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.engines.engine import Engine
from dabir_core.asr.engines.fallback import FallbackEngine
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.errors import EngineMissing, ModelMemory, OptionError
from dabir_core.notices import Notice, NoticeCallback
from dabir_core.openvino_runtime import PIP_COMMAND as OPENVINO_COMMAND
from dabir_core.paths import graphs_folder

_LOG = logging.getLogger(__name__)

TORCH_COMMAND = 'pip install "dabir[torch]"'
"""Works everywhere; OpenVINO has no wheel for Intel Macs and Windows on ARM."""


@dataclass(frozen=True, slots=True)
class OpenVinoChoice:
    """The CPU engine in one precision, or in the one that suits the machine."""

    precision: Precision | Literal["auto"]


@dataclass(frozen=True, slots=True)
class TorchChoice:
    """The reference engine on one device."""

    device: str = "cpu"
    dtype: str = "float32"


Choice = OpenVinoChoice | TorchChoice

CHOICES: dict[str, Choice] = {
    "openvino": OpenVinoChoice("auto"),
    "openvino-f32": OpenVinoChoice(Precision.F32),
    "openvino-int8": OpenVinoChoice(Precision.INT8),
    "openvino-bf16": OpenVinoChoice(Precision.BF16),
    "torch": TorchChoice(),
    "torch-bf16": TorchChoice(dtype="bfloat16"),
    "torch-cuda": TorchChoice(device="cuda", dtype="half"),
    "torch-mps": TorchChoice(device="mps"),
}

ENGINE_NAMES = ("auto", *CHOICES)


def choose(name: str, installed: Collection[str], *, has_gpu: bool = False) -> Choice:
    """What a name means where those libraries are installed; auto prefers a CUDA GPU that torch can use, then openvino.

    Raises: OptionError with the nearest name; EngineMissing when the library that it needs is not installed.
    """
    if name not in ENGINE_NAMES:
        nearest = difflib.get_close_matches(name, ENGINE_NAMES, n=1, cutoff=0.0)[0]
        raise OptionError(f"engine {name} (nearest: {nearest})", detail=f"there are {', '.join(ENGINE_NAMES)}")
    if name == "auto":
        name = _automatic(installed, has_gpu=has_gpu)
    choice = CHOICES[name]
    if isinstance(choice, TorchChoice) and "torch" not in installed:
        raise EngineMissing(TORCH_COMMAND)
    if isinstance(choice, OpenVinoChoice) and "openvino" not in installed:
        raise EngineMissing(OPENVINO_COMMAND)
    return choice


def _automatic(installed: Collection[str], *, has_gpu: bool) -> str:
    if has_gpu and "torch" in installed:
        return "torch-cuda"
    return "openvino" if "openvino" in installed else "torch"


def installed_libraries() -> frozenset[str]:
    """Those of the engines' libraries that Python can find; none is imported."""
    return frozenset(name for name in ("openvino", "torch") if find_spec(name) is not None)


def has_cuda_gpu() -> bool:
    """Whether NVIDIA's driver is there and sees a GPU. Importing torch to ask it would cost seconds.

    Source: CUDA driver API, cuInit and cuDeviceGetCount; both return 0 for success.
    """
    for name in ("libcuda.so.1", "nvcuda.dll"):
        try:
            driver = ctypes.CDLL(name)
        except OSError:
            continue
        count = ctypes.c_int()
        return driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0 and count.value > 0
    return False


def load_engine(checkpoint: Checkpoint, *, engine: str = "auto", tell: NoticeCallback = lambda _: None) -> Engine:
    """Loads a checkpoint into an engine named as in `ENGINE_NAMES`; where a GPU cannot do it, the CPU does.

    Raises: OptionError, EngineMissing, ModelMemory, and what reading the weights raises.
    """
    installed = installed_libraries()
    choice = choose(engine, installed, has_gpu=engine == "auto" and has_cuda_gpu())
    if isinstance(choice, OpenVinoChoice) or choice.device != "cuda":
        return _load(choice, checkpoint)

    def on_cpu() -> Engine:
        return _load(choose("auto", installed), checkpoint)

    def told(notice: Notice) -> None:
        _LOG.warning("the CPU does the work: %s", notice)
        tell(notice)

    try:
        return FallbackEngine(_load(choice, checkpoint), on_cpu, tell=told)
    except OptionError:  # this GPU, or this torch, cannot do it
        if engine != "auto":  # which promised no GPU
            told(Notice.GPU_MISSING)
    except ModelMemory:
        told(Notice.GPU_MEMORY)
    return on_cpu()


def _load(choice: Choice, checkpoint: Checkpoint) -> Engine:
    if isinstance(choice, TorchChoice):
        from dabir_core.asr.engines.torch import TorchEngine

        return TorchEngine.load(checkpoint, device=choice.device, dtype=choice.dtype)
    from dabir_core.asr.engines.openvino import OpenVinoEngine
    from dabir_core.asr.engines.openvino_store import graph_store

    store = graph_store(checkpoint.folder, among=graphs_folder())
    return OpenVinoEngine.load(checkpoint, precision=choice.precision, store=store)
