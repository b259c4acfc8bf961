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
from pathlib import Path
from types import TracebackType

import qasync
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from dabir_core.errors import DabirError, OutputError
from dabir_core.options import Urgency
from dabir_core.paths import data_folder
from dabir_desktop.arguments import Arguments, parse
from dabir_desktop.batch import Plan
from dabir_desktop.course import Course
from dabir_desktop.deleting import delete_all
from dabir_desktop.engine import Engine
from dabir_desktop.flow import Flow, Page
from dabir_desktop.folders import exports_place, point_at_models, recordings_place
from dabir_desktop.fonts import load_fonts
from dabir_desktop.garbage import GarbageCollection
from dabir_desktop.given import Given, exported_items, given_in
from dabir_desktop.i18n import Interface
from dabir_desktop.icons import window_icon
from dabir_desktop.instance import Instance
from dabir_desktop.library import ItemId
from dabir_desktop.log_file import keep_log
from dabir_desktop.messages import UNFORESEEN, Tone, failed, told
from dabir_desktop.model_choices import chosen_model, model_choices
from dabir_desktop.model_work import ModelWork
from dabir_desktop.plans import plan_of
from dabir_desktop.rooms.choices import Choices
from dabir_desktop.rooms.incoming import Incoming
from dabir_desktop.rooms.outside import Outside
from dabir_desktop.rooms.reading import Reading
from dabir_desktop.rooms.recording import Recording
from dabir_desktop.rooms.redoing import Redoing
from dabir_desktop.rooms.shelf import Shelf
from dabir_desktop.rooms.transcribing import Transcribing
from dabir_desktop.settings import Preferences, Settings, settings_file
from dabir_desktop.start_time import running_for
from dabir_desktop.theme import Mode, Theme
from dabir_desktop.views.refusal import show_refusal
from dabir_desktop.views.window import Window

_LOG = logging.getLogger(__name__)
_EXIT_FAILED = 1


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
        code = runner.run(_live(application, instance, arguments))
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
    """One running app: its rooms, and how they hear of each other."""

    def __init__(self, application: QApplication, settings: Settings, *, engine: Engine) -> None:
        chosen = settings.preferences
        if chosen.models:
            point_at_models(chosen.models)
        self.settings, self._engine = settings, engine
        self.interface = Interface(chosen.language)
        self.theme = Theme(application, chosen.theme)
        self.window = Window(self.interface)
        self.course = Course()
        self.shelf = Shelf(self.window, self.interface, recordings=recordings_place(chosen))
        self.transcribing = Transcribing(
            self.window, self.interface, course=self.course, shelf=self.shelf, engine=engine
        )
        redoing = Redoing(self.window, engine, self._plan)
        self.reading = Reading(self.window, self.interface, course=self.course, shelf=self.shelf, redoing=redoing)
        self.recording = Recording(self.window, self.interface, course=self.course, shelf=self.shelf, engine=engine)
        self.choices = Choices(
            self.window, self.interface, course=self.course, settings=settings, work=ModelWork(self.window)
        )
        self.incoming, self.outside = Incoming(settings, self.window), Outside(settings, self.window)
        self._is_over = asyncio.Event()
        self._deletes: bool | None = None
        self._furnish()
        self._connect_choices()
        self._connect_rooms()
        self._show_choices()

    def show(self) -> None:
        """Shows the window where it stood last; looks for what was cut short once it is seen."""
        self.window.restoreGeometry(self.settings.geometry())
        if self.choices.is_first_run:
            self.choices.welcome(self._engine)
        self.window.show()
        self.recording.recovery.look()

    async def until_closed(self) -> None:
        """Waits for the window to be closed, then ends what is under way."""
        await self._is_over.wait()
        self.close()

    def close(self) -> None:
        """Ends what is under way, so that the next start goes on with it."""
        self.settings.keep_geometry(self.window.saveGeometry())
        for room in (self.outside, self.incoming, self.choices, self.recording, self.transcribing, self.reading):
            room.close()
        self.shelf.close()
        if self._deletes is not None:
            _delete_all(recordings_place(self._chosen), with_models=self._deletes)

    def obey(self, arguments: Arguments) -> None:
        """What a start was asked for, this one or a later one."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()
        self._take(given_in(arguments.sources))
        if arguments.is_toggle:
            self.recording.toggle()

    def tell_unforeseen(self, error: BaseException) -> None:
        """The outermost edge of what runs in the event loop: logged, and said without details."""
        _LOG.error("unforeseen", exc_info=error)
        self.window.tell(told(UNFORESEEN, tone=Tone.TROUBLE))

    def _furnish(self) -> None:
        window = self.window
        window.place(Page.RECORDING, self.recording.page, foot=self.recording.page.bar)
        window.place(Page.WORKING, self.transcribing.page)
        window.place(Page.READING, self.reading.page, foot=self.reading.page.player)
        window.idle.put_above(self.recording.card)
        window.header.show_mode(self.theme.mode)
        window.actions_of.library.setChecked(self.settings.preferences.has_library)

    def _connect_choices(self) -> None:
        window = self.window
        window.painted.connect(lambda: _LOG.info("ready after %.2f s", running_for()))
        window.header.mode_chosen.connect(self._wear)
        window.idle.line.model_chosen.connect(lambda name: self._keep(replace(self._chosen, model=name)))
        window.idle.line.spoken_chosen.connect(lambda code: self._keep(replace(self._chosen, spoken=code)))
        window.actions_of.library.toggled.connect(lambda on: self._keep(replace(self._chosen, has_library=on)))
        window.actions_of.library.triggered.connect(self._go_to_library)
        self.interface.changed.connect(lambda: self._keep(replace(self._chosen, language=self.interface.language)))
        self.settings.changed.connect(self._show_choices)
        self.settings.changed.connect(
            lambda: self.recording.recorder.record_into(recordings_place(self.settings.preferences))
        )

    def _connect_rooms(self) -> None:
        window, course, actions = self.window, self.course, self.window.actions_of
        course.changed.connect(self._show_flow)
        window.closing.connect(self._is_over.set)
        window.given.connect(self._take)
        actions.record.triggered.connect(self.recording.toggle)
        actions.back.triggered.connect(lambda: course.take(course.flow.closed()))
        actions.queue.triggered.connect(lambda: course.take(course.flow.watched()))
        self.recording.plan_by(partial(self._plan, urgency=Urgency.NOTE))
        self.transcribing.go_through(lambda: self._chosen.proxy)
        self.reading.export_to(lambda: exports_place(self._chosen))
        self.recording.recorded.connect(self._transcribe_recorded)
        self.reading.transcribe_asked.connect(lambda sound: self.transcribing.take((sound,), self._plan()))
        self.transcribing.opened.connect(self.reading.open)
        self.transcribing.finished.connect(lambda _item, _transcript: self.shelf.view.refresh())
        self.incoming.arrived.connect(lambda files: self.transcribing.take_quietly(files, self._plan()))
        self.outside.pressed.connect(self.recording.toggle)
        self.choices.opened.connect(self.outside.show_on)
        self.choices.changed.connect(self._show_choices)
        self.choices.mode_chosen.connect(self._wear)
        self.choices.delete_asked.connect(self._delete)
        self.shelf.view.again_asked.connect(self._transcribe_again)

    @property
    def _chosen(self) -> Preferences:
        return self.settings.preferences

    def _keep(self, preferences: Preferences) -> None:
        self.settings.keep(preferences)

    def _go_to_library(self, is_shown: bool) -> None:
        if is_shown:
            self.shelf.view.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _wear(self, mode: Mode) -> None:
        self.theme.choose(mode)
        self.window.header.show_mode(mode)
        self._keep(replace(self._chosen, theme=mode))

    def _show_choices(self) -> None:
        choices = model_choices()
        model = chosen_model(choices, self._chosen.model)
        self.window.idle.line.show_choices(choices, model=model, spoken=self._chosen.spoken)

    def _show_flow(self, flow: Flow) -> None:
        if flow.page is not Page.READING:
            self.reading.leave()
        self.window.show_flow(flow)

    def _plan(self, *, urgency: Urgency | None = None) -> Plan:
        return plan_of(self._chosen, model=chosen_model(model_choices(), self._chosen.model), urgency=urgency)

    def _take(self, given: Given) -> None:
        items, others = exported_items(given)
        if items:
            self.shelf.take_in(items)
        if others:
            self.transcribing.take(others.sources, self._plan())

    def _transcribe_recorded(self, sound: Path) -> None:
        self.transcribing.take((sound,), self._plan(urgency=Urgency.NOTE))

    def _transcribe_again(self, item: ItemId) -> None:
        """With the model that is chosen now; the text that there is stays."""
        self.transcribing.take((self.shelf.library.sound(item),), self._plan(), is_again=True)

    def _delete(self, with_models: bool) -> None:
        """When everything is closed, what is kept is deleted."""
        self._deletes = with_models
        self.window.close()


async def _live(application: QApplication, instance: Instance, arguments: Arguments) -> int:
    settings = Settings(settings_file())
    try:
        desktop = Desktop(application, settings, engine=Engine())
    except DabirError as error:  # the library is closed to us, or a later Dabir's
        _LOG.exception("the window cannot open")
        await show_refusal(failed(error), Interface(settings.preferences.language))
        return _EXIT_FAILED
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
    return 0


def _delete_all(recordings: Path, *, with_models: bool) -> None:
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
