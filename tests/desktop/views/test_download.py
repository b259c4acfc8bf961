"""A download as it is seen: speed, time left, stop and resume, and the other ways where the hub fails."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import DiskFull, HubUnreachable
from dabir_core.models import InstallCancelled, Installed, InstallProgress, Stage
from dabir_desktop.i18n import Interface
from dabir_desktop.model_orders import Fetch, TakeIn
from dabir_desktop.views.download import Download, Stand
from tests.desktop.geometry import clipped
from tests.desktop.hand_work import HandWork

MODEL = "vhdm/whisper-large-fa-v1"
MIRROR = "https://hub.example.org"
DONE = Installed("vhdm--whisper-large-fa-v1", Path("models"), None)


@pytest.fixture
def work(qapp: object) -> HandWork:
    return HandWork()


@pytest.fixture
def download(persian: Interface, work: HandWork, qtbot: QtBot) -> Download:
    download = Download(persian, work)
    qtbot.addWidget(download)
    download.resize(800, 200)
    download.offer(MODEL, most_bytes=3_200_000_000)
    download.show()
    return download


class Clock:
    """Tells the moments that a test sets."""

    def __init__(self) -> None:
        self.moment = 0.0

    def __call__(self) -> float:
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("dabir_desktop.views.download.time.monotonic", clock)
    return clock


def test_speed_and_time_left_are_told(download: Download, work: HandWork, clock: Clock) -> None:
    download.fetch_button.click()
    assert work.last == Fetch(MODEL)
    for second in range(6):
        clock.moment = float(second)
        work.advance(InstallProgress(Stage.DOWNLOADING, 100_000_000 + 2_000_000 * second, 800_000_000))
    assert "۱۱۰ مگابایت از ۸۰۰ مگابایت" in download.line.text()
    assert "۲ مگابایت در ثانیه" in download.line.text()
    assert "۶ دقیقه مانده" in download.line.text()  # 690 MB at 2 MB a second are 345 s
    assert download.bar.value() == 137  # thousandths
    assert clipped(download) == []


def test_a_stop_keeps_what_came_and_the_next_press_goes_on(download: Download, work: HandWork) -> None:
    download.fetch_button.click()
    download.stop_button.click()
    assert work.cancelled == [Fetch(MODEL)]
    work.finish(InstallCancelled(5_000_000))
    assert download.stand == Stand.STOPPED
    assert "نگه داشته شده" in download.line.text()
    assert "ادامهٔ دانلود" in download.fetch_button.text()
    download.fetch_button.click()
    assert work.asked == [Fetch(MODEL), Fetch(MODEL)]


def test_a_hub_that_fails_is_told_and_the_other_ways_open_by_themselves(download: Download, work: HandWork) -> None:
    assert not download.ways.address.isVisible()
    download.fetch_button.click()
    work.refuse(HubUnreachable(MODEL))
    assert "راهی نیست" in download.line.text()
    assert download.ways.address.isVisible()
    assert download.ways.file_button.isVisible()
    assert "ادامهٔ دانلود" in download.fetch_button.text()
    assert clipped(download) == []


def test_a_full_disk_opens_no_mirror(download: Download, work: HandWork) -> None:
    download.fetch_button.click()
    work.refuse(DiskFull("6 GB"))
    assert not download.ways.address.isVisible()


def test_a_mirror_is_downloaded_from_and_told_to_be_kept(download: Download, work: HandWork, qtbot: QtBot) -> None:
    download.go_through(mirror="", proxy="socks5://127.0.0.1:1080")
    download.ways.mirror_button.click()
    assert not download.ways.from_it.isEnabled()
    qtbot.keyClicks(download.ways.address, MIRROR)
    with qtbot.waitSignal(download.mirror_changed) as kept:
        download.ways.from_it.click()
    assert kept.args == [MIRROR]
    assert work.last == Fetch(MODEL, MIRROR, "socks5://127.0.0.1:1080")


def test_a_file_of_ones_own_is_taken_in(download: Download, work: HandWork, qtbot: QtBot) -> None:
    download.ways.file_given.emit(Path("model.zip"))
    assert work.last == TakeIn(Path("model.zip"))
    work.advance(InstallProgress(Stage.COPYING, 50_000_000, 100_000_000))
    assert "در حال کپی" in download.line.text()
    with qtbot.waitSignal(download.installed):
        work.finish(DONE)
    assert download.stand == Stand.DONE
    assert not download.fetch_button.isVisible()


def test_another_model_is_not_offered_while_one_comes(download: Download, work: HandWork) -> None:
    download.fetch_button.click()
    download.offer("a/other")
    meanwhile = download.stand
    assert meanwhile is Stand.RUNNING
    work.finish(DONE)
    download.offer("a/other", most_bytes=290_000_000)
    assert download.stand == Stand.READY
    assert "۲۹۰ مگابایت" in download.line.text()
    download.fetch_button.click()
    assert work.last == Fetch("a/other")


def test_orders_of_others_are_not_shown(download: Download, work: HandWork) -> None:
    work.begin(Fetch("a/b"))
    work.advance(InstallProgress(Stage.DOWNLOADING, 1, 2))
    work.finish(DONE)
    assert download.stand == Stand.READY


def test_each_control_has_a_name(download: Download, work: HandWork) -> None:
    for control in (download.fetch_button, download.stop_button, download.bar, download.ways.mirror_button):
        assert control.accessibleName()
    assert download.ways.file_button.accessibleName()
    assert download.ways.address.accessibleName()


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("width", [900, 560])
def test_nothing_is_clipped_while_it_fails(
    download: Download, work: HandWork, persian: Interface, language: str, width: int
) -> None:
    persian.speak("fa" if language == "fa" else "en")
    download.fetch_button.click()
    work.refuse(HubUnreachable(MODEL))
    download.resize(width, download.heightForWidth(width))
    assert clipped(download) == []
