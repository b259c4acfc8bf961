"""The room of recording: the microphone, its page, what was cut short, and what becomes of a recording."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from dabir_core.errors import DabirError
from dabir_core.paths import recordings_folder
from dabir_core.record import Recording as Sound
from dabir_desktop.batch import Plan
from dabir_desktop.course import Course
from dabir_desktop.ears import Ears
from dabir_desktop.engine import Engine
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.messages import failed, told
from dabir_desktop.microphones import Microphones
from dabir_desktop.push_to_talk import PushToTalk
from dabir_desktop.recorder import Recorder
from dabir_desktop.recovering import Recovery
from dabir_desktop.rooms.shelf import Shelf
from dabir_desktop.views.recording_page import RecordingPage
from dabir_desktop.views.recovery_card import RecoveryCard
from dabir_desktop.views.window import Window

_KEPT = Phrase(en="The recording is in the library.", fa="ضبط در کتابخانه است.")


class Recording(QObject):
    """Begins and ends recordings.

    recorded  Path: a whole recording that is in the library and wants a text
    """

    recorded = Signal(object)

    def __init__(self, window: Window, interface: Interface, *, course: Course, shelf: Shelf, engine: Engine) -> None:
        super().__init__(window)
        self._window, self._course, self._shelf, self._engine = window, course, shelf, engine
        self._plan: Callable[[], Plan] | None = None
        self._ears: Ears | None = None
        self.recorder = Recorder(shelf.recordings, self)
        self.recovery = Recovery((shelf.recordings, recordings_folder()), self, has=shelf.library.sounds.is_known)
        self.page = RecordingPage(interface, self.recorder, microphones=Microphones(self))
        self.card = RecoveryCard(interface, self.recovery)
        self._held = PushToTalk(window)
        self._connect()

    def plan_by(self, plan: Callable[[], Plan]) -> None:
        """Says how what is recorded is to be transcribed, asked anew for each."""
        self._plan = plan

    def toggle(self) -> None:
        """Begins a recording, or ends the one that runs."""
        if self.recorder.is_recording:
            self.recorder.stop()
        else:
            self.begin()

    def begin(self) -> None:
        """Begins, with live text by the model of now."""
        assert self._plan is not None, "the room is furnished"
        if self.recorder.is_recording:
            return
        plan = self._plan()
        if self._ears is not None:
            self._ears.deleteLater()
        self._ears = Ears(self._engine, plan.model, options=plan.options, parent=self)
        self._course.take(self._course.flow.recorded())
        self.page.begin(self._ears, model=plan.model)

    def close(self) -> None:
        """Ends a recording that runs: its sound is whole, and in the library; its text is for another day."""
        sound = self.recorder.end()
        if sound is not None:
            self._add(sound)

    def _connect(self) -> None:
        recorder, recovery = self.recorder, self.recovery
        recorder.finished.connect(self._finish)
        recorder.failed.connect(self._fail)
        recorder.left.connect(lambda: self._course.take(self._course.flow.stopped(is_kept=False)))
        recovery.transcribe_asked.connect(self._transcribe)
        recovery.kept.connect(self._keep)
        recovery.failed.connect(lambda error: self._window.tell(failed(error)))
        self._held.pressed.connect(self.begin)
        self._held.released.connect(recorder.stop)

    def _finish(self, sound: Sound) -> None:
        self._add(sound)
        self._course.take(self._course.flow.stopped(is_kept=True))
        self.recorded.emit(sound.path)

    def _fail(self, error: DabirError) -> None:
        self._course.take(self._course.flow.stopped(is_kept=False))
        self._window.tell(failed(error))

    def _transcribe(self, sound: Sound) -> None:
        self._add(sound)
        self.recorded.emit(sound.path)

    def _keep(self, sound: Sound) -> None:
        self._add(sound)
        self._window.tell(told(_KEPT))

    def _add(self, sound: Sound) -> None:
        """Until it is in the library it is offered at the next start, whatever happens."""
        new = self._shelf.keeper.new_recording(sound.path)
        self._shelf.desk.add(new, kept=partial(self.recovery.settle, sound))
