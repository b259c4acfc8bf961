"""The composition root: makes the objects, joins them, and ends them.

Qt's event loop and asyncio's are one (qasync), since closing the window must not stop coroutines in their midst: the
last window does not end the application, `Desktop.live` does, when everything under way was ended.
"""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from dabir_core.errors import DabirError, OutputError
from dabir_core.paths import data_folder
from dabir_desktop.arguments import Arguments, parse
from dabir_desktop.folders import point_at_models, recordings_place
from dabir_desktop.fonts import load_fonts
from dabir_desktop.garbage import GarbageCollection
from dabir_desktop.given import given_in
from dabir_desktop.house import House
from dabir_desktop.i18n import Interface
from dabir_desktop.icons import window_icon
from dabir_desktop.instance import Instance
from dabir_desktop.log_file import keep_log
from dabir_desktop.messages import UNFORESEEN, Tone, failed, told
from dabir_desktop.model_choices import chosen_model, model_choices
from dabir_desktop.settings import Preferences, Settings, settings_file
from dabir_desktop.start_time import running_for
from dabir_desktop.theme import Mode, Theme
from dabir_desktop.views.window import Window

if TYPE_CHECKING:
    from dabir_desktop.engine import Engine

_LOG = logging.getLogger(__name__)
_EXIT_FAILED = 1
_BREATH_SECONDS = 0.002
"""Between two steps of furnishing: what was clicked meanwhile comes first."""


def run(arguments: Arguments) -> int:
    """Shows the window until it is closed; gives the exit code. A second start hands its arguments over and ends."""
    application = dressed_application()
    instance = Instance(data_folder())
    if not arguments.is_measured and not instance.begin(arguments.written()):
        return 0
    keep_log()
    collection = GarbageCollection()
    sys.setswitchinterval(0.001)  # the window waits so long for a busy thread, several times for each key: 5 ms is felt
    with asyncio.Runner(loop_factory=partial(qasync.QEventLoop, application)) as runner:
        code = runner.run(_live(application, instance, arguments, collection=collection))
    collection.stop()
    instance.end()
    return code


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
    application.setWindowIcon(window_icon())
    return application


class Desktop:
    """One running app: its window, and what the rooms of its house are asked for there."""

    def __init__(self, application: QApplication, settings: Settings, *, engine: Callable[[], "Engine"]) -> None:
        chosen = settings.preferences
        if chosen.models:
            point_at_models(chosen.models)
        self.settings = settings
        self.interface = Interface(chosen.language)
        self.theme = Theme(application, chosen.theme)
        self.window = Window(self.interface)
        self.house = House(self.window, self.interface, settings=settings, engine=engine)
        self.is_painted = asyncio.Event()
        self._is_over = asyncio.Event()
        self._deletes: bool | None = None
        self.window.header.show_mode(self.theme.mode)
        self.window.actions_of.library.setChecked(chosen.has_library)
        self._connect_choices()
        self._connect_rooms()
        self._show_choices()

    def show(self) -> None:
        """Shows the window where it stood last, with what belongs to its first frame. Raises: DabirError as `House`."""
        house, chosen = self.house, self._chosen
        self.window.restoreGeometry(self.settings.geometry())
        if chosen.has_library:
            house.shelf.view.setVisible(True)
        if not chosen.is_welcomed and house.choices.is_first_run:
            house.choices.welcome(house.engine)
        self.window.show()

    async def furnish(self) -> None:
        """Once the window is seen, makes all rooms, and hears what is clicked in between. Raises: DabirError."""
        await self.is_painted.wait()
        for _step in self.house.furnish():
            await asyncio.sleep(_BREATH_SECONDS)

    async def until_closed(self) -> None:
        """Waits for the window to be closed, then ends what is under way."""
        await self._is_over.wait()
        self.close()

    def close(self) -> None:
        """Ends what is under way, so that the next start goes on with it."""
        self.settings.keep_geometry(self.window.saveGeometry())
        self.house.close()
        if self._deletes is not None:
            _delete_all(recordings_place(self._chosen), with_models=self._deletes)

    def obey(self, arguments: Arguments) -> None:
        """What a start was asked for, this one or a later one."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()
        self.window.given.emit(given_in(arguments.sources))
        if arguments.is_toggle:
            self.house.recording.toggle()

    def tell_unforeseen(self, error: BaseException) -> None:
        """The outermost edge of what runs in the event loop: logged, and said without details."""
        _LOG.error("unforeseen", exc_info=error)
        self.window.tell(told(UNFORESEEN, tone=Tone.TROUBLE))

    def _connect_choices(self) -> None:
        window, house = self.window, self.house
        window.painted.connect(self._be_painted)
        window.header.mode_chosen.connect(self._wear)
        window.idle.line.model_chosen.connect(lambda name: self._keep(replace(self._chosen, model=name)))
        window.idle.line.spoken_chosen.connect(lambda code: self._keep(replace(self._chosen, spoken=code)))
        window.actions_of.library.toggled.connect(lambda on: self._keep(replace(self._chosen, has_library=on)))
        self.interface.changed.connect(lambda: self._keep(replace(self._chosen, language=self.interface.language)))
        self.settings.changed.connect(self._show_choices)
        house.models_changed.connect(self._show_choices)
        house.mode_chosen.connect(self._wear)
        house.delete_asked.connect(self._delete)

    def _connect_rooms(self) -> None:
        window, course, actions = self.window, self.house.course, self.window.actions_of
        course.changed.connect(window.show_flow)
        window.closing.connect(self._is_over.set)
        actions.library.triggered.connect(self._go_to_library)
        actions.settings.triggered.connect(lambda: self.house.choices.open_settings())
        actions.record.triggered.connect(lambda: self.house.recording.toggle())
        actions.back.triggered.connect(lambda: course.take(course.flow.closed()))
        actions.queue.triggered.connect(lambda: course.take(course.flow.watched()))

    @property
    def _chosen(self) -> Preferences:
        return self.settings.preferences

    def _keep(self, preferences: Preferences) -> None:
        self.settings.keep(preferences)

    def _be_painted(self) -> None:
        _LOG.info("ready after %.2f s", running_for())
        self.is_painted.set()

    def _go_to_library(self, is_shown: bool) -> None:
        if is_shown:
            self.house.shelf.view.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _wear(self, mode: Mode) -> None:
        self.theme.choose(mode)
        self.window.header.show_mode(mode)
        self._keep(replace(self._chosen, theme=mode))

    def _show_choices(self) -> None:
        choices = model_choices()
        model = chosen_model(choices, self._chosen.model)
        self.window.idle.line.show_choices(choices, model=model, spoken=self._chosen.spoken)

    def _delete(self, with_models: bool) -> None:
        """When everything is closed, what is kept is deleted."""
        self._deletes = with_models
        self.house.shelf.leaving.let_go()
        self.window.close()


async def _live(
    application: QApplication, instance: Instance, arguments: Arguments, *, collection: GarbageCollection
) -> int:
    settings = Settings(settings_file())
    desktop = Desktop(application, settings, engine=_engine)
    loop = asyncio.get_running_loop()
    sys.excepthook = partial(_tell_hook, desktop)
    loop.set_exception_handler(lambda _loop, context: _tell_context(desktop, context))
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(number, desktop.window.close)
    instance.called.connect(lambda words: desktop.obey(parse(words)))
    if arguments.is_measured:
        desktop.window.painted.connect(lambda: QTimer.singleShot(0, partial(_tell_start, desktop)))
    try:
        desktop.show()
        if arguments.sources or arguments.is_toggle:
            desktop.obey(arguments)
        await desktop.furnish()
    except DabirError as error:  # the library is closed to us, or a later Dabir's
        _LOG.exception("the window cannot open")
        desktop.window.hide()
        from dabir_desktop.views.refusal import show_refusal

        await show_refusal(failed(error), Interface(settings.preferences.language))
        return _EXIT_FAILED
    collection.settle()
    await desktop.until_closed()
    return 0


def _engine() -> "Engine":
    from dabir_desktop.engine import Engine

    return Engine()


def _delete_all(recordings: Path, *, with_models: bool) -> None:
    from dabir_desktop.deleting import delete_all

    try:
        delete_all(recordings=recordings, with_models=with_models)
    except OutputError:  # the window is gone; what is left is seen at the next start
        _LOG.exception("not all could be deleted")


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
