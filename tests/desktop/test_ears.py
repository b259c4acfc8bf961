"""Live text by the engine, with a fake worker; once with the real one and the demo checkpoint."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core import TranscribeOptions
from dabir_core.asr import LiveOver, LiveTold
from dabir_core.errors import DabirError, EngineCrashed
from dabir_core.paths import samples_folder
from dabir_core.record import Growth, LiveUpdate, Recording
from dabir_core.transcript import Word
from dabir_desktop.ears import Ears
from dabir_desktop.engine import Engine
from dabir_desktop.recorder import Recorder
from tests.core.record.virtual_microphone import VirtualMicrophone
from tests.desktop.signals import carried
from tests.desktop.work_room import FakeWorker, FakeWorkers

PERSIAN = TranscribeOptions(language="fa")
UPDATE = LiveUpdate((), (Word("سلام", 0, 1, 0.9),), (), "fa", 1.0, 0.5, is_by_utterance=False)


def listening(engine: Engine, workers: FakeWorkers, told: list[object], qtbot: QtBot) -> tuple[Ears, FakeWorker]:
    ears = Ears(engine, "demo", options=PERSIAN)
    ears.listen(Growth(), told.append)
    qtbot.waitUntil(lambda: bool(workers.started) and bool(workers.only.listened))
    return ears, workers.only


def test_what_the_worker_hears_is_told(engine: Engine, workers: FakeWorkers, qtbot: QtBot) -> None:
    told = list[object]()
    _ears, worker = listening(engine, workers, told, qtbot)
    (job, _, options) = worker.listened[0]
    assert (worker.model, options) == ("demo", PERSIAN)
    worker.say(LiveTold(job, UPDATE))
    worker.say(LiveTold(job, UPDATE))
    with qtbot.waitSignal(engine.live_over):
        worker.say(LiveOver(job))
    assert told == [UPDATE, UPDATE]


def test_a_failure_is_the_last_thing_that_is_told(engine: Engine, workers: FakeWorkers, qtbot: QtBot) -> None:
    told = list[object]()
    _ears, worker = listening(engine, workers, told, qtbot)
    with qtbot.waitSignal(engine.failed):
        worker.fail(worker.listened[0][0], EngineCrashed())
    (error,) = told
    assert isinstance(error, DabirError)


def test_live_text_that_is_left_is_cancelled(engine: Engine, workers: FakeWorkers, qtbot: QtBot) -> None:
    ears = Ears(engine, "demo")
    end = ears.listen(Growth(), lambda _told: None)
    qtbot.waitUntil(lambda: bool(workers.started) and bool(workers.only.listened))
    with qtbot.waitSignal(engine.live_over):
        end()
    assert workers.only.cancelled == [101]


@pytest.mark.long
def test_the_demo_note_is_heard_through_the_microphone_and_written_while_it_is_said(
    microphone: VirtualMicrophone, tmp_path: Path, qtbot: QtBot
) -> None:
    engine, recorder = Engine(), Recorder(tmp_path)
    with qtbot.waitSignal(engine.ready, timeout=30_000):
        ears = Ears(engine, "demo", options=PERSIAN)
        said = list[LiveUpdate]()
        recorder.live.connect(said.append)
        recorder.start(along=ears)
    player = microphone.start_playing(samples_folder() / "demo.ogg")
    qtbot.waitUntil(lambda: player.poll() is not None, timeout=40_000)
    qtbot.wait(1500)
    with qtbot.waitSignal(engine.live_over, timeout=20_000), qtbot.waitSignal(recorder.finished) as finished:
        recorder.stop()
    assert isinstance(carried(finished), Recording)
    heard = " ".join(utterance.text for update in said for utterance in update.ended).split()
    text = (samples_folder() / "demo.txt").read_text(encoding="utf-8").split()
    assert sum(word in heard for word in text) >= 0.9 * len(text)
    assert max(len(update.committed) for update in said) >= 3, "words stand before their sentence has ended"
    engine.close()
