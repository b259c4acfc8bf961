import errno
import mmap
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from dabir_core.asr.engines.openvino_slots import SlotLayout, cross_input, mapped_array, shared_tensor
from dabir_core.openvino_runtime import load_openvino

MAPPED = """
import numpy as np
import psutil
from dabir_core.asr.engines.openvino_slots import mapped_array
process, size = psutil.Process(), 64 << 20
before = process.memory_info().rss
array = mapped_array((size // 4,), np.float32)
unwritten = process.memory_info().rss - before
array[:] = 1
written = process.memory_info().rss - before
del array
print(unwritten / size, written / size, (process.memory_info().rss - before) / size)
"""
"""Shares of 64 MiB, in a process of its own, where nothing else comes and goes."""


@pytest.mark.parametrize("dtype", [np.float32, np.uint16])
def test_there_is_an_array_for_each_part(dtype: type[np.float32] | type[np.uint16]) -> None:
    arrays = SlotLayout(parts=4, heads=2, size=3, dtype=dtype).arrays(5, 7)
    assert [(array.shape, array.dtype) for array in arrays] == [((5, 2, 7, 3), np.dtype(dtype))] * 4
    arrays[0][:] = 1
    assert not arrays[1].any()


def test_mapped_memory_is_taken_when_it_is_written_and_goes_with_its_array() -> None:
    run = subprocess.run([sys.executable, "-c", MAPPED], capture_output=True, text=True, check=True, timeout=60)
    unwritten, written, gone = (float(share) for share in run.stdout.split())
    assert unwritten < 1 / 4 and gone < 1 / 4
    assert written > 3 / 4


def test_arrays_begin_with_a_large_page() -> None:
    arrays = SlotLayout(parts=3, heads=2, size=3, dtype=np.uint16).arrays(5, 7)
    assert all(array.ctypes.data % (2 << 20) == 0 and array.flags.writeable for array in arrays)


class SmallPagesOnly(mmap.mmap):
    """As mapped by a kernel that was built without large pages (madvise(2))."""

    def madvise(self, *_: Any, **__: Any) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")


def test_a_system_without_large_pages_gives_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dabir_core.asr.engines.openvino_slots.mmap.mmap", SmallPagesOnly)
    array = mapped_array((5, 7), np.float32)
    array[:] = 1
    assert array.sum() == 35


def test_more_than_there_is_is_a_memory_error() -> None:
    with pytest.raises(MemoryError):
        mapped_array((1 << 60,), np.float32)


def test_tensors_share_the_arrays_memory() -> None:
    openvino = load_openvino()
    for dtype, element_type in ((np.float32, "f32"), (np.uint16, "bf16")):
        array = np.zeros((1, 2), dtype)
        tensor = shared_tensor(openvino, array)
        array[0, 1] = 5
        assert tensor.element_type.to_string() == element_type
        assert tensor.data.view(dtype)[0, 1] == 5


def test_arrays_are_named_keys_first_layer_by_layer() -> None:
    assert [cross_input(n) for n in range(4)] == ["cross_k0", "cross_v0", "cross_k1", "cross_v1"]
