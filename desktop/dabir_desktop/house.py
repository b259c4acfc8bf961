"""The rooms of the app, each made when it is first asked for, and how they hear of each other.

The first frame shows none of them, and all together they take longer to import than Qt does. So each stands here as a
property that imports what it needs; whoever asks first has it made. `furnish` asks for all of them once the window is
seen, one at a time, so that a click in between is heard.
"""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from dabir_desktop.course import Course
from dabir_desktop.flow import Flow, Page
from dabir_desktop.folders import exports_place, recordings_place
from dabir_desktop.given import Given, exported_items
from dabir_desktop.i18n import Interface
from dabir_desktop.model_choices import chosen_model, model_choices
from dabir_desktop.settings import Preferences, Settings
from dabir_desktop.views.window import Window

if TYPE_CHECKING:
    from dabir_core.options import Urgency
    from dabir_desktop.batch import Plan
    from dabir_desktop.engine import Engine
    from dabir_desktop.library import ItemId
    from dabir_desktop.rooms.choices import Choices
    from dabir_desktop.rooms.incoming import Incoming
    from dabir_desktop.rooms.outside import Outside
    from dabir_desktop.rooms.reading import Reading
    from dabir_desktop.rooms.recording import Recording
    from dabir_desktop.rooms.shelf import Shelf
    from dabir_desktop.rooms.transcribing import Transcribing

_ROOMS: Final = ("shelf", "transcribing", "recording", "reading", "choices", "incoming", "outside")
_ROOM_OF: Final = {Page.WORKING: "transcribing", Page.RECORDING: "recording", Page.READING: "reading"}


class House(QObject):
    """The rooms.

    models_changed  other models are installed than before
    mode_chosen     Mode: the theme to wear
    delete_asked    bool: delete all, models too or not
    """

    models_changed = Signal()
    mode_chosen = Signal(object)
    delete_asked = Signal(bool)

    def __init__(
        self, window: Window, interface: Interface, *, settings: Settings, engine: "Callable[[], Engine]"
    ) -> None:
        super().__init__(window)
        self._window, self._interface, self._settings = window, interface, settings
        self._make_engine = engine
        self.course = Course()
        self.course.changed.connect(self._enter)
        window.given.connect(self._take)

    @cached_property
    def engine(self) -> "Engine":
        """The worker process as signals."""
        return self._make_engine()

    @cached_property
    def shelf(self) -> "Shelf":
        """The library. Raises: DabirError where it is closed to us, or a later Dabir's."""
        from dabir_desktop.rooms.shelf import Shelf

        shelf = Shelf(self._window, self._interface, recordings=recordings_place(self._chosen))
        shelf.view.opened.connect(lambda item, spot: self.reading.open(item, spot))
        shelf.view.again_asked.connect(self._transcribe_again)
        return shelf

    @cached_property
    def transcribing(self) -> "Transcribing":
        """Engine, links, queue, and the page on which text comes."""
        from dabir_desktop.rooms.transcribing import Transcribing

        room = Transcribing(self._window, self._interface, course=self.course, shelf=self.shelf, engine=self.engine)
        self._window.place(Page.WORKING, room.page)
        room.go_through(lambda: self._chosen.proxy)
        room.opened.connect(lambda item: self.reading.open(item))
        room.finished.connect(lambda _item, _transcript: self.shelf.view.refresh())
        return room

    @cached_property
    def recording(self) -> "Recording":
        """The microphone."""
        from dabir_core.options import Urgency
        from dabir_desktop.rooms.recording import Recording

        room = Recording(self._window, self._interface, course=self.course, shelf=self.shelf, engine=self.engine)
        self._window.place(Page.RECORDING, room.page, foot=room.page.bar)
        self._window.idle.put_above(room.card)
        room.plan_by(partial(self._plan, urgency=Urgency.NOTE))
        self._settings.changed.connect(lambda: room.recorder.record_into(recordings_place(self._chosen)))
        room.recorded.connect(lambda sound: self.transcribing.take((sound,), self._plan(urgency=Urgency.NOTE)))
        return room

    @cached_property
    def reading(self) -> "Reading":
        """A transcript that is open."""
        from dabir_desktop.rooms.reading import Reading
        from dabir_desktop.rooms.redoing import Redoing

        redoing = Redoing(self._window, self.engine, self._plan)
        room = Reading(self._window, self._interface, course=self.course, shelf=self.shelf, redoing=redoing)
        self._window.place(Page.READING, room.page, foot=room.page.player)
        room.export_to(lambda: exports_place(self._chosen))
        room.transcribe_asked.connect(lambda sound: self.transcribing.take((sound,), self._plan()))
        return room

    @cached_property
    def choices(self) -> "Choices":
        """The first run and the settings."""
        from dabir_desktop.model_work import ModelWork
        from dabir_desktop.rooms.choices import Choices

        work = ModelWork(self._window)
        room = Choices(self._window, self._interface, course=self.course, settings=self._settings, work=work)
        room.changed.connect(self.models_changed)
        room.mode_chosen.connect(self.mode_chosen)
        room.delete_asked.connect(self.delete_asked)
        room.opened.connect(lambda dialog: self.outside.show_on(dialog))
        return room

    @cached_property
    def incoming(self) -> "Incoming":
        """The folder that is watched."""
        from dabir_desktop.rooms.incoming import Incoming

        room = Incoming(self._settings, self._window)
        room.arrived.connect(lambda files: self.transcribing.take_quietly(files, self._plan()))
        return room

    @cached_property
    def outside(self) -> "Outside":
        """The key that holds in every window."""
        from dabir_desktop.rooms.outside import Outside

        room = Outside(self._settings, self._window)
        room.pressed.connect(lambda: self.recording.toggle())
        return room

    def furnish(self) -> Iterator[None]:
        """Makes what is not made yet, a part at each step. Raises: DabirError as `shelf` does."""
        numpy = Thread(target=import_module, args=["numpy"], daemon=True)  # a tenth of a second, and in one piece
        numpy.start()
        while numpy.is_alive():
            yield
        import_module("dabir_desktop.engine")
        for name in _ROOMS:
            yield
            import_module(f"dabir_desktop.rooms.{name}")
            yield
            getattr(self, name)
        self.recording.recovery.look()

    def close(self) -> None:
        """Ends what is under way in the rooms that there are."""
        for name in ("outside", "incoming", "choices", "recording", "transcribing", "reading", "shelf"):
            if name in vars(self):
                getattr(self, name).close()

    @property
    def _chosen(self) -> Preferences:
        return self._settings.preferences

    def _plan(self, *, urgency: "Urgency | None" = None) -> "Plan":
        """How a source is transcribed by the choices of now."""
        from dabir_desktop.plans import plan_of

        return plan_of(self._chosen, model=chosen_model(model_choices(), self._chosen.model), urgency=urgency)

    def _enter(self, flow: Flow) -> None:
        """The room of a page is there before the page is shown; nothing plays on a page that is left."""
        if flow.page in _ROOM_OF:
            getattr(self, _ROOM_OF[flow.page])
        if flow.page is not Page.READING and "reading" in vars(self):
            self.reading.leave()

    def _take(self, given: Given) -> None:
        items, others = exported_items(given)
        if items:
            self.shelf.take_in(items)
        if others:
            self.transcribing.take(others.sources, self._plan())

    def _transcribe_again(self, item: "ItemId") -> None:
        """With the model that is chosen now; the text that there is stays."""
        self.transcribing.take((self.shelf.library.sound(item),), self._plan(), is_again=True)
