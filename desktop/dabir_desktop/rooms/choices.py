"""The room of choices: the first run, the settings, and the work on models that both ask for."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from dabir_core.models import DEMO, Installed, installed
from dabir_desktop.course import Course
from dabir_desktop.engine import Engine
from dabir_desktop.flow import Page
from dabir_desktop.i18n import Interface
from dabir_desktop.model_orders import ModelOrder, ModelOutcome
from dabir_desktop.model_work import ModelWork
from dabir_desktop.settings import Settings
from dabir_desktop.views.window import Window

_AFTER_PAINTING_MS = 300


class Choices(QObject):
    """What can be chosen.

    changed       other models are installed than before
    mode_chosen   Mode: the theme to wear
    delete_asked  bool: delete all, models too or not
    opened        SettingsDialog: it is about to be shown
    """

    changed = Signal()
    mode_chosen = Signal(object)
    delete_asked = Signal(bool)
    opened = Signal(object)

    def __init__(
        self, window: Window, interface: Interface, *, course: Course, settings: Settings, work: ModelWork
    ) -> None:
        super().__init__(window)
        self._window, self._interface = window, interface
        self._course, self._settings = course, settings
        self._end_page: Callable[[], None] | None = None
        self.work = work
        self.work.changed.connect(self.changed)
        self.work.finished.connect(self._use_first)

    @property
    def is_first_run(self) -> bool:
        """Whether nobody was welcomed here yet, and there is no model that somebody brought along."""
        return not self._settings.preferences.is_welcomed and not installed()

    def welcome(self, engine: Engine) -> None:
        """Shows the first run; it begins to work once it is seen."""
        from dabir_desktop.microphone_check import MicrophoneCheck
        from dabir_desktop.microphones import Microphones
        from dabir_desktop.playback import Playback
        from dabir_desktop.views.first_run import FirstRun
        from dabir_desktop.views.microphone_check import MicrophoneCheckView
        from dabir_desktop.views.sample import Sample

        playback = Playback(self)
        microphone = MicrophoneCheckView(self._interface, MicrophoneCheck(self), microphones=Microphones(self))
        sample = Sample(self._interface, engine, playback)
        page = FirstRun(self._interface, self.work, microphone=microphone, sample=sample)
        page.download.mirror_changed.connect(self._keep_mirror)
        page.finished.connect(self._be_welcomed)
        self._end_page = playback.close
        self._window.place(Page.WELCOME, page)
        self._course.take(replace(self._course.flow, page=Page.WELCOME))
        self._window.painted.connect(lambda: QTimer.singleShot(_AFTER_PAINTING_MS, page.start))

    def open_settings(self) -> None:
        """Opens the dialog; it is made anew each time."""
        from dabir_desktop.views.settings import SettingsDialog

        dialog = SettingsDialog(
            self._interface,
            self._settings,
            work=self.work,
            actions=self._window.actions(),
            parent=self._window,
        )
        dialog.mode_chosen.connect(self.mode_chosen)
        dialog.delete_asked.connect(self.delete_asked)
        self.opened.emit(dialog)
        dialog.open()

    def close(self) -> None:
        """Ends what is under way; a download goes on from there next time."""
        self.work.close()
        if self._end_page is not None:
            self._end_page()

    def _use_first(self, _order: ModelOrder, outcome: ModelOutcome) -> None:
        """What is installed while none, or the demo, is chosen is chosen."""
        preferences = self._settings.preferences
        if isinstance(outcome, Installed) and preferences.model in ("", DEMO):
            self._settings.keep(replace(preferences, model=outcome.name))

    def _keep_mirror(self, address: str) -> None:
        self._settings.keep(replace(self._settings.preferences, mirror=address))

    def _be_welcomed(self) -> None:
        self._settings.keep(replace(self._settings.preferences, is_welcomed=True))
        if self._course.flow.page is Page.WELCOME:
            self._course.take(self._course.flow.closed())
