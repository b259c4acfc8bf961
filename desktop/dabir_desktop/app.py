"""The composition root: makes the objects, joins them, and ends them.

Qt's event loop and asyncio's are one (qasync), since closing the window must not stop coroutines in their midst: the
last window does not end the application, `Desktop.live` does, when everything under way was ended.
"""

import asyncio
import logging
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from logging.handlers import RotatingFileHandler
from types import TracebackType

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from dabir_core.paths import data_folder
from dabir_desktop.arguments import Arguments, parse
from dabir_desktop.flow import Flow
from dabir_desktop.fonts import load_fonts
from dabir_desktop.given import Given, given_in
from dabir_desktop.i18n import Interface
from dabir_desktop.instance import Instance
from dabir_desktop.messages import UNFORESEEN, Tone, told
from dabir_desktop.model_choices import chosen_model, model_choices
from dabir_desktop.settings import Settings, settings_file
from dabir_desktop.start_time import running_for
from dabir_desktop.theme import Mode, Theme
from dabir_desktop.views.window import Window

_LOG = logging.getLogger(__name__)
_LOG_BYTES = 1_000_000


def run(arguments: Arguments) -> int:
    """Shows the window until it is closed; gives the exit code. A second start hands its arguments over and ends."""
    application = dressed_application()
    instance = Instance(data_folder())
    if not arguments.is_measured and not instance.begin(arguments.written()):
        return 0
    _keep_log()
    with asyncio.Runner(loop_factory=partial(qasync.QEventLoop, application)) as runner:
        runner.run(_live(application, instance, arguments))
    instance.end()
    return 0


def dressed_application() -> QApplication:
    """Qt's application with our style and typeface."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("Dabir")
    application.setDesktopFileName("dabir")
    application.setQuitOnLastWindowClosed(False)
    application.setStyle("Fusion")
    application.setFont(load_fonts())
    return application


class Desktop:
    """One running app: its objects, and how they hear of each other."""

    def __init__(self, application: QApplication, settings: Settings) -> None:
        self.settings = settings
        self.interface = Interface(settings.preferences.language)
        self.theme = Theme(application, settings.preferences.theme)
        self.window = Window(self.interface)
        self.flow = Flow()
        self._is_over = asyncio.Event()
        self._connect()
        self._show_choices()
        self.window.header.show_mode(self.theme.mode)

    def show(self) -> None:
        """Shows the window where it stood last."""
        self.window.restoreGeometry(self.settings.geometry())
        self.window.show()

    async def until_closed(self) -> None:
        """Waits for the window to be closed, then ends what is under way."""
        await self._is_over.wait()
        self.settings.keep_geometry(self.window.saveGeometry())

    def obey(self, arguments: Arguments) -> None:
        """What a start was asked for, this one or a later one."""
        self.window.setWindowState(self.window.windowState() & ~self.window.windowState().WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()
        self._take(given_in(arguments.sources))

    def tell_unforeseen(self, error: BaseException) -> None:
        """The outermost edge of what runs in the event loop: logged, and said without details."""
        _LOG.error("unforeseen", exc_info=error)
        self.window.tell(told(UNFORESEEN, tone=Tone.TROUBLE))

    def _connect(self) -> None:
        window, settings = self.window, self.settings
        window.painted.connect(lambda: _LOG.info("ready after %.2f s", running_for()))
        window.closing.connect(self._is_over.set)
        window.given.connect(self._take)
        window.header.mode_chosen.connect(self._wear)
        window.idle.line.model_chosen.connect(self._choose_model)
        window.idle.line.spoken_chosen.connect(self._choose_spoken)
        self.interface.changed.connect(self._keep_language)
        settings.changed.connect(self._show_choices)

    def _choose_model(self, name: str) -> None:
        self.settings.keep(replace(self.settings.preferences, model=name))

    def _choose_spoken(self, code: str) -> None:
        self.settings.keep(replace(self.settings.preferences, spoken=code))

    def _keep_language(self) -> None:
        self.settings.keep(replace(self.settings.preferences, language=self.interface.language))

    def _wear(self, mode: Mode) -> None:
        self.theme.choose(mode)
        self.window.header.show_mode(mode)
        self.settings.keep(replace(self.settings.preferences, theme=mode))

    def _show_choices(self) -> None:
        chosen = self.settings.preferences
        choices = model_choices()
        self.window.idle.line.show_choices(choices, model=chosen_model(choices, chosen.model), spoken=chosen.spoken)

    def _take(self, given: Given) -> None:
        if given:
            _LOG.info("given: %d paths, %d links", len(given.paths), len(given.links))


async def _live(application: QApplication, instance: Instance, arguments: Arguments) -> None:
    desktop = Desktop(application, Settings(settings_file()))
    loop = asyncio.get_running_loop()
    sys.excepthook = partial(_tell_hook, desktop)
    loop.set_exception_handler(lambda _loop, context: _tell_context(desktop, context))
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(number, desktop.window.close)
    instance.called.connect(lambda words: desktop.obey(parse(words)))
    if arguments.is_measured:
        desktop.window.painted.connect(lambda: QTimer.singleShot(0, partial(_tell_start, desktop)))
    desktop.show()
    if arguments.sources or arguments.is_toggle:
        desktop.obey(arguments)
    await desktop.until_closed()


def _tell_start(desktop: Desktop) -> None:
    print(round(1000 * running_for()), flush=True)
    desktop.window.close()


def _tell_hook(
    desktop: Desktop, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    desktop.tell_unforeseen(error)


def _tell_context(desktop: Desktop, context: dict[str, object]) -> None:
    error = context.get("exception")
    desktop.tell_unforeseen(error if isinstance(error, BaseException) else RuntimeError(str(context.get("message"))))


def _keep_log() -> None:
    """Warnings and errors, without text or names of files, among our files; at most two megabytes of them."""
    with suppress(OSError):  # a folder closed to us: the window opens all the same
        handler = RotatingFileHandler(
            data_folder() / "desktop.log", maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
        logging.basicConfig(
            level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=[handler]
        )
