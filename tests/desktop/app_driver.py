"""The whole app in one data folder, with a fake worker."""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel

from dabir_desktop.app import Desktop
from dabir_desktop.engine import Engine
from dabir_desktop.flow import Page
from dabir_desktop.given import given_in
from dabir_desktop.settings import Settings, settings_file
from tests.desktop.work_room import FakeWorkers, transcript

DEMO = Path(__file__).parents[2] / "samples" / "demo.ogg"
TEXT = transcript("سلام، حال شما؟", "خوبم.")


@dataclass
class App:
    """One start after the other, in one data folder."""

    folder: Path
    workers: FakeWorkers = field(default_factory=FakeWorkers)
    is_welcomed: bool = True
    desktop: Desktop = field(init=False)

    def start(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        settings = Settings(settings_file())
        settings.keep(replace(settings.preferences, is_welcomed=self.is_welcomed))
        self.desktop = Desktop(application, settings, engine=lambda: Engine(self.workers))
        self.desktop.interface.speak("en")
        self.desktop.show()
        for _room in self.desktop.house.furnish():
            pass

    def restart(self) -> None:
        """Closes the window and opens it again, with a new worker."""
        self.end()
        self.workers.started.clear()
        self.start()

    def end(self) -> None:
        self.desktop.close()
        self.desktop.window.close()

    def sound(self, name: str, *, tail: bytes = b"") -> Path:
        path = self.folder / name
        shutil.copy(DEMO, path)
        path.write_bytes(path.read_bytes() + tail)
        return path

    def give(self, *paths: Path) -> None:
        self.desktop.window.given.emit(given_in(map(str, paths)))

    @property
    def page(self) -> Page:
        return self.desktop.house.course.flow.page

    def begun(self) -> int:
        return sum(len(worker.submitted) for worker in self.workers.started)

    def told(self) -> str:
        return "\n".join(label.text() for label in self.desktop.window.findChildren(QLabel) if label.isVisible())
