"""Physics of the heap: blocks of 8 MB with something small between them, freed all but the small things."""

import subprocess
import sys

HOLES = """
import ctypes, sys
import psutil
if sys.argv[1] == "fixed":
    from dabir_core.large_blocks import return_large_blocks
    return_large_blocks()
malloc, free, memset = ctypes.CDLL(None).malloc, ctypes.CDLL(None).free, ctypes.memset
malloc.restype, malloc.argtypes, free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
free(malloc(16 << 20))
resident = psutil.Process().memory_info
before = resident().rss
blocks = []
for _ in range(20):
    block = malloc(8 << 20)
    memset(block, 1, 8 << 20)
    blocks.append((block, malloc(1 << 16)))
for block, _ in blocks:
    free(block)
print((resident().rss - before) >> 20)
"""


def left_mib(how: str) -> int:
    run = subprocess.run([sys.executable, "-c", HOLES, how], capture_output=True, text=True, check=True, timeout=60)
    return int(run.stdout)


def test_what_is_freed_is_gone_though_small_things_lie_between() -> None:
    assert left_mib("fixed") < 16  # of 160 MiB
