"""What computes: the seam between the decoding loop and the libraries that run a checkpoint, and the choice of one."""

from dabir_core.asr.engines.choice import ENGINE_NAMES, has_cuda_gpu, load_engine
from dabir_core.asr.engines.engine import Cache, Encoded, Engine

__all__ = ["ENGINE_NAMES", "Cache", "Encoded", "Engine", "has_cuda_gpu", "load_engine"]
