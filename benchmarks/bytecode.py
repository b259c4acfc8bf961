"""Python's bytecode, for processes whose start is timed."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def as_installed() -> Iterator[None]:
    """Lets the processes that are started keep Python's bytecode, in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory() as bytecode, patch.dict(os.environ, {"PYTHONPYCACHEPREFIX": bytecode}):
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        yield
