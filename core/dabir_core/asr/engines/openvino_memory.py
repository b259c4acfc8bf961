"""Tells a machine that is out of memory from a fault of ours.

OpenVINO passes a failed allocation on as MemoryError, or as RuntimeError with the words of the library that failed
(std::bad_alloc, oneDNN's «out of memory», «could not allocate»).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from dabir_core.errors import ModelMemory

_WORDS = ("bad_alloc", "bad_array_new_length", "out_of_memory", "out of memory", "allocat")


@contextmanager
def memory_guarded(checkpoint: str) -> Iterator[None]:
    """Turns failed allocations into ModelMemory with the checkpoint's name; lets all other errors through."""
    try:
        yield
    except MemoryError as cause:
        raise ModelMemory(checkpoint, detail=str(cause)) from cause
    except RuntimeError as cause:
        if not _is_failed_allocation(str(cause)):
            raise
        raise ModelMemory(checkpoint, detail=str(cause)) from cause


def _is_failed_allocation(message: str) -> bool:
    return any(words in message.lower() for words in _WORDS)
