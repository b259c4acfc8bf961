"""The demo checkpoint, loaded once, and one that says what a test tells it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.asr.scheduler import Scheduler
from dabir_core.options import Task
from dabir_core.paths import demo_checkpoint
from dabir_training.evaluation.clip_reading import ClipReader, clip_reader
from dabir_training.manifest import PreparedSet
from tests.fakes import FakeEngine, scripted
from tests.training.evaluation.spoken_set import speak_set


@pytest.fixture(scope="session")
def demo_reader() -> Iterator[ClipReader]:
    with clip_reader("demo", engine="openvino-f32", language="fa", beams=1, batch=4) as reader:
        yield reader


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> PreparedSet:
    return PreparedSet(speak_set(tmp_path_factory.mktemp("set") / "prepared"))


@pytest.fixture
def stubborn_reader() -> Iterator[ClipReader]:
    """Writes «نان تازه» whatever it hears."""
    checkpoint = load_checkpoint(Path(demo_checkpoint()))
    said = [*checkpoint.vocabulary.encode(" نان تازه"), checkpoint.vocabulary.end_of_text]
    prompt = len(checkpoint.vocabulary.prompt("fa", Task.TRANSCRIBE, timestamps=False))
    answer = scripted([said] * 1000, prompt=prompt)
    with Scheduler(FakeEngine(answer, checkpoint.dimensions), checkpoint) as scheduler:
        yield ClipReader(scheduler, "fa", batch=3)
