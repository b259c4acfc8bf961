"""A recording on a GPU that is too small, whenever it turns out: the text is that of a large one."""

import pytest

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.engines import Engine, load_engine
from dabir_core.asr.engines.fallback import FallbackEngine
from dabir_core.models import DEMO, locate
from dabir_core.notices import Notice
from dabir_core.options import TranscribeOptions
from dabir_core.speech import load_silero
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Transcript
from tests.end_to_end.command import DEMO as NOTE
from tests.small_gpu import Gpu, SmallEngine


@pytest.fixture(scope="module")
def checkpoint() -> Checkpoint:
    return load_checkpoint(locate(DEMO))


@pytest.fixture(scope="module")
def engine(checkpoint: Checkpoint) -> Engine:
    return load_engine(checkpoint, engine="openvino-f32")


def text(engine: Engine, checkpoint: Checkpoint) -> str:
    with Transcriber(engine, checkpoint, silero=load_silero()) as transcriber:
        transcript = transcriber.transcribe(NOTE, TranscribeOptions(language="fa"))
    assert isinstance(transcript, Transcript)
    return transcript.text


@pytest.mark.parametrize(
    ("gpu", "told"),
    [
        (Gpu(left=10_000, most=1), []),  # one window after the other is enough
        (Gpu(left=0), [Notice.GPU_MEMORY]),
        (Gpu(left=5), [Notice.GPU_MEMORY]),
        (Gpu(left=30), [Notice.GPU_MEMORY]),
        (Gpu(left=60, most=2), [Notice.GPU_MEMORY]),
    ],
)
def test_the_text_is_the_same_wherever_memory_runs_out(
    engine: Engine, checkpoint: Checkpoint, gpu: Gpu, told: list[Notice]
) -> None:
    notices: list[Notice] = []
    small = FallbackEngine(SmallEngine(gpu, engine), lambda: engine, tell=notices.append)
    assert text(small, checkpoint) == text(engine, checkpoint)
    assert notices == told
