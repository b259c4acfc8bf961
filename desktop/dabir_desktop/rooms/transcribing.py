"""The room of work: engine, links, queue, and the page on which text comes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dabir_core.errors import DabirError
from dabir_core.fetch import LinkPolicy, Scope
from dabir_core.paths import data_folder
from dabir_core.proxy import asked_proxies
from dabir_core.transcript import Transcript
from dabir_desktop.batch import OVER, ItemState, Plan, QueueItem
from dabir_desktop.course import Course
from dabir_desktop.engine import Engine
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated, left_to_right
from dabir_desktop.intake import Repeated
from dabir_desktop.links import Links
from dabir_desktop.messages import Remedy, Tone, failed, noticed, told
from dabir_desktop.queue_store import QueueStore
from dabir_desktop.rooms.shelf import Shelf, fetched_folder
from dabir_desktop.runner import Runner
from dabir_desktop.views.window import Window
from dabir_desktop.views.working_page import WorkingPage
from dabir_desktop.work_queue import WorkQueue

_RESTARTED = Phrase(
    en="The engine stopped and was started again. Nothing is lost; the work goes on.",
    fa="موتور از کار افتاد و دوباره راه افتاد. چیزی گم نشد و کار ادامه دارد.",
)
_TRY_AGAIN = Phrase(en="Try again", fa="دوباره امتحان کن")
_DONE_BEFORE = Phrase(en="{name} was transcribed before.", fa="{name} قبلاً به متن تبدیل شده است.")
_IN_QUEUE = Phrase(en="{name} is in the queue already.", fa="{name} از قبل در صف است.")
_MANY_REPEATED = Phrase(
    en="{count} of these were there already and are not done twice.", fa="{count} مورد از قبل بود و تکرار نشد."
)
_SET_ASIDE = Phrase(
    en="The queue's file was damaged. It is kept as {path}, and a new queue is begun.",
    fa="فایل صف آسیب دیده بود. آن را با نام {path} نگه داشتیم و صف تازه‌ای ساختیم.",
)
_OPEN = Phrase(en="Open", fa="باز کن")


def queue_file() -> Path:
    """Where the queue is written down."""
    return data_folder() / "queue" / "queue.sqlite3"


class Transcribing(QObject):
    """Takes sources in and follows them to their text.

    opened    int: the library's number of an item whose text is wanted, or has just come and is the only one
    finished  QueueItem, Transcript: it is kept
    """

    opened = Signal(int)
    finished = Signal(object, object)

    def __init__(self, window: Window, interface: Interface, *, course: Course, shelf: Shelf, engine: Engine) -> None:
        super().__init__(window)
        self._window, self._course = window, course
        self._interface = interface
        self._open: set[int] = set()
        self._has_taken = False
        self._quiet: set[Path] = set()
        self._engine = engine
        self._proxy: Callable[[], str] = str
        self.links = Links(lambda link: _link_policy(link, self._proxy()), fetched_folder(), parent=self)
        self._runner = Runner(engine, self.links, keeper=shelf.keeper, parent=self)
        self.queue = WorkQueue(self._runner, QueueStore(queue_file()), has=shelf.keeper.has, parent=self)
        self.page = WorkingPage(self.queue, interface)
        self._connect()

    def go_through(self, proxy: Callable[[], str]) -> None:
        """Says which proxy links are fetched through, if any, asked anew for each."""
        self._proxy = proxy

    def take(self, sources: tuple[Path | str, ...], plan: Plan, *, is_again: bool = False) -> None:
        """Puts files, folders and links into the queue, and shows the page of work."""
        self._has_taken = True
        self._quiet.difference_update(source.absolute() for source in sources if isinstance(source, Path))
        self.queue.add(sources, plan, is_again=is_again)

    def take_quietly(self, files: tuple[Path, ...], plan: Plan) -> None:
        """Puts files into the queue that came by themselves: nobody is led away from what they do."""
        self._quiet |= {file.absolute() for file in files}
        self.queue.add(files, plan)

    def close(self) -> None:
        """Ends the work; the next start goes on with it."""
        self.queue.close()

    def _connect(self) -> None:
        queue, window = self.queue, self._window
        queue.added.connect(self._be_added)
        queue.changed.connect(self._follow)
        queue.removed.connect(self._open.difference_update)
        queue.finished.connect(self._finish)
        queue.repeated.connect(self._tell_repeated)
        queue.held.connect(self._tell_held)
        queue.unwritten.connect(lambda error: window.tell(failed(error)))
        queue.set_aside.connect(self._tell_set_aside)
        self._engine.restarted.connect(lambda: window.tell(told(_RESTARTED)))
        self._engine.noticed.connect(lambda notice: window.tell(noticed(notice)))
        self.links.noticed.connect(lambda notice: window.tell(noticed(notice)))
        self.page.opened.connect(self._ask_to_open)

    def _be_added(self, numbers: tuple[int, ...]) -> None:
        """What was left by the last start, or came by itself, does not push its page forward."""
        items = [item for number in numbers if (item := self.queue.item(number)) is not None]
        flow = self._course.flow
        for item in items:
            if item.state not in OVER:
                self._open.add(item.id)
                is_given = self._has_taken and item.source not in self._quiet
                flow = flow.given() if is_given else flow.left_over()
        self._course.take(flow)

    def _follow(self, number: int) -> None:
        item = self.queue.item(number)
        if item is None:
            return
        if number not in self._open and item.state not in OVER:  # tried again
            self._open.add(number)
            self._course.take(self._course.flow.given())
        elif number in self._open and item.state in OVER - {ItemState.DONE}:
            self._open.discard(number)
            self._course.take(self._course.flow.over(is_readable=False))

    def _finish(self, item: QueueItem, transcript: Transcript) -> None:
        if item.id in self._open:
            self._open.discard(item.id)
            before = self._course.flow
            after = before.over(is_readable=item.kept_as is not None)
            self._course.take(replace(after, page=before.page))  # the page of reading comes with its text
            self.finished.emit(item, transcript)
            if after.page is not before.page and item.kept_as is not None:
                self.opened.emit(item.kept_as)

    def _ask_to_open(self, number: int) -> None:
        item = self.queue.item(number)
        if item is not None and item.kept_as is not None:
            self.opened.emit(item.kept_as)

    def _tell_held(self, error: DabirError) -> None:
        self._window.tell(failed(error, remedy=Remedy(_TRY_AGAIN, self.queue.go_on)))

    def _tell_set_aside(self, path: Path) -> None:
        self._window.tell(told(_SET_ASIDE, tone=Tone.TROUBLE, path=left_to_right(str(path))))

    def _tell_repeated(self, asked: tuple[Repeated, ...]) -> None:
        repeated = [each for each in asked if each.source not in self._quiet]
        if not repeated:
            return
        if len(repeated) > 1:
            count = self._interface.digits(str(len(repeated)))
            self._window.tell(told(_MANY_REPEATED, count=count))
            return
        item = repeated[0].item
        kept_as = item.kept_as
        name = isolated(item.title)
        if kept_as is None:
            self._window.tell(told(_IN_QUEUE, name=name))
        else:
            self._window.tell(told(_DONE_BEFORE, remedy=Remedy(_OPEN, lambda: self.opened.emit(kept_as)), name=name))


def _link_policy(link: str, proxy: str) -> LinkPolicy:
    """A person's own machine, at that person's wish. Raises: ProxyWrong."""
    return LinkPolicy(scope=Scope.ANY, proxy=asked_proxies(proxy or None).to(link))
