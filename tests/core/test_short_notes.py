"""A recording through the transcriber: its windows are encoded as short as the checkpoint has earned, not shorter."""

import shutil
from pathlib import Path

import pytest

from dabir_core import loading
from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.input_lengths import InputLengths
from dabir_core.models import Verdict, store_verdict
from dabir_core.models.comparison import FEWEST, Comparison, figures
from dabir_core.models.verdict_file import FILE_NAME
from dabir_core.options import TranscribeOptions
from dabir_core.paths import demo_checkpoint, samples_folder
from dabir_core.speech import load_silero
from dabir_core.transcriber import Transcriber
from tests.fakes import FakeEngine

SAME = Comparison(letters=100, full_errors=0, short_errors=0, apart=0, ran_away=False)
PERSIAN = TranscribeOptions(language="fa", words=False)


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkpoint:
    """The demo checkpoint, of 15 s, without a verdict; verdicts are kept in a home of the test's own."""
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    folder = tmp_path / "demo-copy"
    shutil.copytree(demo_checkpoint(), folder, ignore=shutil.ignore_patterns(FILE_NAME))
    return load_checkpoint(folder)


@pytest.fixture
def engine(known: Checkpoint, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """Says one word of each window; `Transcriber.load` gets it whatever it asks for."""
    word, end = known.vocabulary.encode(" سلام")[0], known.vocabulary.end_of_text
    fake = FakeEngine(lambda _window, fed: end if fed[-1] == word else word, known.dimensions)
    monkeypatch.setattr(loading, "load_engine", lambda *_, **__: fake)
    return fake


def frames(transcriber: Transcriber, engine: FakeEngine) -> list[int]:
    """Of the sample's windows, 11.5, 12.5 and 2.5 s long, as they were encoded."""
    with transcriber:
        transcriber.transcribe(samples_folder() / "demo.ogg", PERSIAN)
    return sorted(log_mel.shape[1] for log_mel in engine.log_mels)


def test_without_a_verdict_whole_windows_are_encoded(known: Checkpoint, engine: FakeEngine) -> None:
    assert set(frames(Transcriber.load(known.folder), engine)) == {1500}


def test_only_the_lengths_that_were_earned_are_used(known: Checkpoint, engine: FakeEngine) -> None:
    earned = Verdict((figures(13.0, [SAME] * FEWEST), figures(10.0, [SAME] * FEWEST), figures(8.0, [SAME])))
    store_verdict(known.folder, "fake", earned)
    assert min(frames(Transcriber.load(known.folder), engine)) == 1000


def test_a_verdict_on_another_engine_is_none(known: Checkpoint, engine: FakeEngine) -> None:
    store_verdict(known.folder, "openvino int8", Verdict((figures(13.0, [SAME] * FEWEST),)))
    assert set(frames(Transcriber.load(known.folder), engine)) == {1500}


def test_a_benchmark_may_force_short_inputs(known: Checkpoint, engine: FakeEngine) -> None:
    forced = Transcriber(engine, known, silero=load_silero(), lengths=InputLengths.short(known.dimensions))
    assert min(frames(forced, engine)) == 600
