"""The bundled sample: written by the worker, its words lit while it plays."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import EngineMissing
from dabir_core.models import DEMO
from dabir_core.paths import samples_folder
from dabir_core.transcript import Segment, Word
from dabir_desktop.engine import Engine
from dabir_desktop.i18n import Interface
from dabir_desktop.playback import Playback
from dabir_desktop.views.sample import Sample
from tests.desktop.geometry import settle
from tests.desktop.playing.outputs import HandOutputs, until
from tests.desktop.work_room import FakeWorkers

WORDS = (Word("سلام،", 0.4, 1.0, 0.9), Word("من", 1.2, 1.5, 0.9))


@pytest.fixture
def outputs() -> HandOutputs:
    return HandOutputs()


@pytest.fixture
def sample(persian: Interface, workers: FakeWorkers, outputs: HandOutputs, qtbot: QtBot) -> Iterator[Sample]:
    engine, playback = Engine(workers), Playback(output=outputs)
    sample = Sample(persian, engine, playback)
    qtbot.addWidget(sample)
    sample.resize(480, 240)
    sample.show()
    yield sample
    engine.close()
    playback.close()


def written(sample: Sample, workers: FakeWorkers, qtbot: QtBot) -> None:
    sample.prepare()
    qtbot.waitUntil(lambda: bool(workers.started) and bool(workers.only.submitted))
    workers.only.hear(1, Segment(0.4, 1.5, "سلام، من", "fa", WORDS))
    workers.only.finish(1)
    qtbot.waitUntil(lambda: "همین حالا" in sample.line.text())


def test_it_is_written_by_the_demo_model_and_once_only(sample: Sample, workers: FakeWorkers, qtbot: QtBot) -> None:
    written(sample, workers, qtbot)
    sample.prepare()
    assert workers.only.model == DEMO
    ((_, path, options),) = workers.only.submitted
    assert path == samples_folder() / "demo.ogg"
    assert options is not None
    assert options.words
    assert sample.text.toPlainText() == "سلام، من"


def test_words_light_up_as_they_are_heard(
    sample: Sample, workers: FakeWorkers, outputs: HandOutputs, qtbot: QtBot
) -> None:
    written(sample, workers, qtbot)
    sample.button.click()
    until(lambda: bool(outputs.opened))
    outputs.now.move(0.5)
    qtbot.waitUntil(lambda: lit(sample) == "سلام،")
    outputs.now.move(0.8)
    qtbot.waitUntil(lambda: lit(sample) == "من")
    sample.button.click()
    assert lit(sample) == ""


def test_an_engine_that_fails_is_told_and_the_sound_can_be_heard_all_the_same(
    sample: Sample,
    workers: FakeWorkers,
    outputs: HandOutputs,
    persian: Interface,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    workers.refuses = EngineMissing("pip install openvino")
    sample.prepare()
    qtbot.waitUntil(lambda: persian.error(EngineMissing("pip install openvino")) in sample.line.text())
    caplog.clear()
    sample.button.click()
    until(lambda: bool(outputs.opened))


def test_leaving_stops_sound_and_work(sample: Sample, workers: FakeWorkers, qtbot: QtBot) -> None:
    sample.prepare()
    qtbot.waitUntil(lambda: bool(workers.started) and bool(workers.only.submitted))
    sample.leave()
    qtbot.waitUntil(lambda: workers.only.cancelled == [1])


def test_its_button_and_its_text_have_names(sample: Sample, persian: Interface) -> None:
    assert sample.button.accessibleName() == "یک نمونه: بشنوید"
    persian.speak("en")
    assert sample.button.accessibleName() == "A taste of it: Listen"
    assert sample.text.accessibleName()


def lit(sample: Sample) -> str:
    return "".join(each.cursor.selectedText() for each in sample.text.extraSelections())


def test_all_of_the_text_is_seen_at_every_width(sample: Sample, workers: FakeWorkers, qtbot: QtBot) -> None:
    sample.prepare()
    qtbot.waitUntil(lambda: bool(workers.started) and bool(workers.only.submitted))
    workers.only.hear(1, Segment(0.0, 9.0, "مادرم کتاب‌ها را به برادرم داد. " * 12, "fa"))
    qtbot.waitUntil(lambda: bool(sample.text.toPlainText()))
    for width in (700, 320, 480):
        sample.resize(width, sample.sizeHint().height())
        settle()
        assert sample.text.viewport().height() >= sample.text.document().size().height()
