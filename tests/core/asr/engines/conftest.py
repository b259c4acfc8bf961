"""Torch on one thread: the threads of its OpenMP wait for each other in busy loops, which on a machine that is in use
takes seconds for the small tensors of these tests.
"""

from collections.abc import Iterator

import pytest
import torch


@pytest.fixture(scope="session", autouse=True)
def _one_torch_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
