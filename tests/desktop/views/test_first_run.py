"""The first run: without network, in both directions, from the first look to «let us begin»."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from dabir_core.errors import EngineMissing, HubUnreachable
from dabir_core.models import Installed
from dabir_core.models.origin import Origin, store_origin
from dabir_desktop.card_choice import Grade
from dabir_desktop.engine import Engine
from dabir_desktop.i18n import Interface
from dabir_desktop.microphone_check import MicrophoneCheck
from dabir_desktop.microphones import Microphones
from dabir_desktop.model_orders import Fetch, Measure
from dabir_desktop.playback import Playback
from dabir_desktop.views.download import Stand
from dabir_desktop.views.first_run import FirstRun
from dabir_desktop.views.microphone_check import MicrophoneCheckView
from dabir_desktop.views.sample import Sample
from tests.core.record.scripted_machine import ScriptedMachine
from tests.desktop.geometry import clipped, unnamed
from tests.desktop.hand_work import HandWork, recommendation
from tests.desktop.playing.outputs import HandOutputs
from tests.desktop.work_room import FakeWorkers

BASE, TURBO = "Neurai/NeuraSpeech_WhisperBase", "vhdm/whisper-large-fa-v1"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.delenv("DABIR_MODELS", raising=False)


@pytest.fixture
def work(qapp: object) -> HandWork:
    return HandWork()


@pytest.fixture
def page(persian: Interface, work: HandWork, workers: FakeWorkers, qtbot: QtBot) -> Iterator[FirstRun]:
    engine, playback = Engine(workers), Playback(output=HandOutputs())
    check = MicrophoneCheck(machine=ScriptedMachine([[]], []))
    microphone = MicrophoneCheckView(persian, check, microphones=Microphones(list_devices=lambda: ()))
    page = FirstRun(persian, work, microphone=microphone, sample=Sample(persian, engine, playback))
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    yield page
    page.hide()
    engine.close()
    playback.close()


def told(page: FirstRun) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_the_promise_and_three_cards_are_there_before_anything_is_measured(page: FirstRun) -> None:
    assert "صدای شما روی همین رایانه می‌ماند." in told(page)
    assert [card.card.grade for card in page.cards.cards] == list(Grade)
    assert page.cards.entry is not None
    assert page.cards.entry.hub_id == BASE
    assert "می‌سنجیم" in told(page)


def start(page: FirstRun, workers: FakeWorkers, qtbot: QtBot) -> None:
    """Up to where the machine is measured."""
    page.start()
    qtbot.waitUntil(lambda: bool(workers.started) and bool(workers.only.submitted))
    with qtbot.waitSignal(page.sample.ended):
        workers.only.finish(1)


def test_the_sample_is_written_and_then_measuring_chooses_for_this_machine(
    page: FirstRun, work: HandWork, workers: FakeWorkers, qtbot: QtBot
) -> None:
    page.start()
    qtbot.waitUntil(lambda: bool(workers.started) and bool(workers.only.submitted))
    assert work.asked == []  # nothing disturbs the measuring, and nobody waits for it
    with qtbot.waitSignal(page.sample.ended):
        workers.only.finish(1)
    assert work.asked == [Measure()]
    work.finish(recommendation(TURBO))
    assert page.cards.entry is not None
    assert page.cards.entry.hub_id == TURBO
    assert "۱۷ دقیقه" in told(page)


def test_a_sample_that_cannot_be_written_hinders_no_measuring(
    page: FirstRun, work: HandWork, workers: FakeWorkers, qtbot: QtBot
) -> None:
    page.start()
    qtbot.waitUntil(lambda: bool(workers.started) and bool(workers.only.submitted))
    with qtbot.waitSignal(page.sample.ended):
        workers.only.fail(1, EngineMissing("pip install openvino"))
    assert work.asked == [Measure()]


def test_a_machine_that_cannot_be_measured_has_cards_all_the_same(
    page: FirstRun, work: HandWork, workers: FakeWorkers, qtbot: QtBot
) -> None:
    start(page, workers, qtbot)
    work.refuse(EngineMissing("pip install openvino"))
    assert len(page.cards.cards) == 3
    assert "معلوم نیست" in told(page)


def test_who_goes_on_early_has_the_whole_machine(
    page: FirstRun, work: HandWork, workers: FakeWorkers, qtbot: QtBot
) -> None:
    start(page, workers, qtbot)
    page.begin.click()
    assert work.cancelled == [Measure()]


def test_the_chosen_card_is_downloaded(page: FirstRun, work: HandWork) -> None:
    page.cards.cards[1].click()
    page.download.fetch_button.click()
    assert work.last == Fetch(TURBO)
    assert "دانلود ادامه دارد" in page.begin.text()


def test_without_network_the_way_goes_on(page: FirstRun, work: HandWork, qtbot: QtBot) -> None:
    page.download.fetch_button.click()
    work.refuse(HubUnreachable(BASE))
    assert page.download.ways.address.isVisible()
    assert "بدون مدل" in page.begin.text()
    with qtbot.waitSignal(page.finished):
        page.begin.click()


def test_an_installed_model_ends_it(page: FirstRun, work: HandWork, tmp_path: Path) -> None:
    page.download.fetch_button.click()
    folder = installed_here(tmp_path)
    work.finish(Installed(folder.name, folder, None))
    assert page.download.stand is Stand.DONE
    assert "شروع کنیم" in page.begin.text()
    assert "بعداً، فعلاً" not in page.begin.text()
    assert "نصب است" in told(page)


def installed_here(home: Path) -> Path:
    """What says that it is the base checkpoint."""
    folder = home / "models" / "Neurai--NeuraSpeech_WhisperBase"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    store_origin(folder, Origin(BASE, None, "Apache-2.0", "hub"))
    return folder


def test_every_control_has_a_name(page: FirstRun) -> None:
    assert unnamed(page) == []


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("size", [(1080, 720), (640, 480)])
def test_nothing_is_clipped(
    page: FirstRun, work: HandWork, persian: Interface, language: str, size: tuple[int, int]
) -> None:
    page.sample.ended.emit()
    work.finish(recommendation(TURBO))
    page.download.fetch_button.click()
    work.refuse(HubUnreachable(TURBO))
    persian.speak("fa" if language == "fa" else "en")
    page.resize(*size)
    assert clipped(page) == []
    content = page.widget()
    assert content is not None
    assert content.width() <= page.viewport().width()
