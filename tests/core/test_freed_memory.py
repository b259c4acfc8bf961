"""Physics of the heap: what is left of blocks that were freed, all but something small between them."""

import subprocess
import sys

BEGINNING = """
import ctypes, threading
import psutil
from dabir_core.freed_memory import return_freed_memory
return_freed_memory()
malloc, free, memset = ctypes.CDLL(None).malloc, ctypes.CDLL(None).free, ctypes.memset
malloc.restype, malloc.argtypes, free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
resident = psutil.Process().memory_info
def written(size):
    block = malloc(size)
    memset(block, 1, size)
    return block
"""
LARGE_BLOCKS = """
free(malloc(16 << 20))
before = resident().rss
blocks = [(written(8 << 20), malloc(1 << 16)) for _ in range(20)]
for block, _ in blocks:
    free(block)
print((resident().rss - before) >> 20)
"""
MANY_THREADS = """
go_on = threading.Event()
def work(done):
    blocks = [written(1 << 19) for _ in range(60)]
    small = written(1 << 16)
    for block in blocks:
        free(block)
    done.set()
    go_on.wait()
before = resident().rss
for _ in range(12):
    done = threading.Event()
    threading.Thread(target=work, args=(done,)).start()
    done.wait()
print((resident().rss - before) >> 20)
go_on.set()
"""
HOLES = """
from dabir_core.freed_memory import return_holes
before = resident().rss
blocks = [(written(1 << 16), malloc(64)) for _ in range(1600)]
for block, _ in blocks:
    free(block)
return_holes()
print((resident().rss - before) >> 20)
"""


def left_mib(how: str) -> int:
    script = [sys.executable, "-c", BEGINNING + how]
    return int(subprocess.run(script, capture_output=True, text=True, check=True, timeout=60).stdout)


def test_what_is_freed_is_gone_though_small_things_lie_between() -> None:
    assert left_mib(LARGE_BLOCKS) < 16  # of 160 MiB


def test_what_a_thread_freed_is_there_for_the_next_one() -> None:
    assert left_mib(MANY_THREADS) < 120  # 30 MiB in each of two heaps and a little more, of 360 MiB


def test_holes_between_small_things_are_given_back() -> None:
    assert left_mib(HOLES) < 10  # of 100 MiB
    assert left_mib(HOLES.replace("return_holes()", "")) > 90
