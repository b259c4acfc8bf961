"""The room of reading: a transcript of the library is opened, heard, mended, and kept after every edit."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from dabir_core.asr import Excerpt
from dabir_core.errors import DabirError
from dabir_core.paths import data_folder
from dabir_core.transcript import Transcript
from dabir_core.units import Seconds
from dabir_desktop.background import Background
from dabir_desktop.course import Course
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated
from dabir_desktop.library import ItemId, Spot
from dabir_desktop.messages import Remedy, Tone, failed, told
from dabir_desktop.model_choices import model_choices
from dabir_desktop.rooms.redoing import Redoing
from dabir_desktop.rooms.shelf import Shelf
from dabir_desktop.views.library_dialogs import file_name
from dabir_desktop.views.reading_page import ReadingPage
from dabir_desktop.views.window import Window
from dabir_desktop.word_places import WordPlace, moment_of, word_at

_EXPORTED = Phrase(en="{name} is written.", fa="{name} نوشته شد.")
_SHOW_FOLDER = Phrase(en="Show the folder", fa="نمایش پوشه")
_REDONE = Phrase(en="Redo a part", fa="دوباره نوشتن یک بخش")
_REDONE_SAID = Phrase(
    en="That part was read again; Ctrl+Z takes it back.", fa="این بخش دوباره نوشته شد؛ با Ctrl+Z برمی‌گردد."
)
_NO_TEXT = Phrase(en="“{title}” has no text yet.", fa="«{title}» هنوز متنی ندارد.")
_TRANSCRIBE = Phrase(en="Turn into text", fa="تبدیل به متن")
_SOUND_GONE = Phrase(
    en="The sound of “{title}” is not where it was; the text can still be read and mended.",
    fa="صدای «{title}» دیگر سر جایش نیست؛ متن را هنوز می‌شود خواند و ویرایش کرد.",
)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is read from the library for one item."""

    item: ItemId
    title: str
    transcript: Transcript | None
    sound: Path
    has_sound: bool


def export_stem(sound: Path, title: str, *, folder: Path | None) -> Path:
    """Where exports of a sound are offered to go: a path without a suffix.

    In the folder that is chosen for them; else beside a file of the person's own, and for what lies among the app's own
    files, where nobody looks (recordings, sounds of links, imports), among the person's documents, named by its title.
    """
    is_ours = sound.is_relative_to(data_folder())
    name = file_name(title) if is_ours else sound.stem
    if folder is not None:
        return folder / name
    if not is_ours:
        return sound.with_suffix("")
    places = QStandardPaths.StandardLocation
    documents = Path(QStandardPaths.writableLocation(places.DocumentsLocation))
    return (documents if documents.is_dir() else Path.home()) / name


class Reading(QObject):
    """Opens items of the library.

    transcribe_asked  Path: an item's sound that has no text yet is to get one
    """

    transcribe_asked = Signal(object)

    def __init__(self, window: Window, interface: Interface, *, course: Course, shelf: Shelf, redoing: Redoing) -> None:
        super().__init__(window)
        self._window, self._course, self._shelf, self._redoing = window, course, shelf, redoing
        self._interface = interface
        self._exports: Callable[[], Path | None] = lambda: None
        self._sound = Path()
        self._item: ItemId | None = None
        self._background = Background("reading", self)
        self.page = ReadingPage(interface)
        self._connect()

    @property
    def item(self) -> ItemId | None:
        """What is open."""
        return self._item

    def export_to(self, folder: Callable[[], Path | None]) -> None:
        """Says where exports are offered to go first, asked anew for each text; None beside the sound."""
        self._exports = folder

    def open(self, item: ItemId, spot: Spot | None = None) -> None:
        """Reads an item from the library and shows it, at that place if one is given."""
        self._background.run(lambda: self._fetched(item), lambda opened: self._show(opened, spot), otherwise=self._fail)

    def leave(self) -> None:
        """Stops playing, as when another page comes."""
        self.page.player.playback.pause()

    def close(self) -> None:
        """Ends playing and reading; edits are with the library already."""
        self.page.player.end()
        self._background.close()

    def _fetched(self, item: ItemId) -> _Opened:
        library = self._shelf.library
        transcript = self._shelf.desk.unsaved.get(item) or library.transcript(item)
        sound = library.sound(item)
        found = library.items([item])
        return _Opened(item, found[0].title if found else "", transcript, sound, sound.is_file())

    def _show(self, opened: _Opened, spot: Spot | None) -> None:
        title = isolated(opened.title)
        if opened.transcript is None:
            remedy = Remedy(_TRANSCRIBE, lambda: self.transcribe_asked.emit(opened.sound))
            self._window.tell(told(_NO_TEXT, remedy=remedy, title=title))
            return
        self._item, self._sound = opened.item, opened.sound
        page = self.page
        page.show_title(opened.title)
        page.editor.offer_models([choice.name for choice in model_choices()])
        page.editor.open(opened.transcript, stem=export_stem(opened.sound, opened.title, folder=self._exports()))
        if opened.has_sound:
            page.player.open(opened.sound, opened.transcript.duration)
        else:
            page.player.leave()
            self._window.tell(told(_SOUND_GONE, title=title))
        page.show_spans(opened.transcript)
        self._course.take(self._course.flow.opened())
        word = word_at(opened.transcript.segments, spot.start, spot.sign) if spot is not None else None
        if word is not None:
            page.editor.when_laid_out(word, lambda: self._go_to(word))

    def _go_to(self, word: WordPlace) -> None:
        """The player stands at a word, the caret before it, and it is lit."""
        segments = self.page.editor.transcript().segments
        if word.segment < len(segments):
            self.page.player.playback.seek(moment_of(segments[word.segment], word.first))
            self.page.editor.go_to(word)

    def _keep(self) -> None:
        if self._item is not None:
            self._shelf.desk.save(self._item, self.page.editor.transcript())

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, DabirError):
            raise error
        self._window.tell(failed(error))

    def _forget(self, item: ItemId) -> None:
        """An item that is open was put into the bin: its page is left."""
        if item == self._item:
            self._item = None
            self.page.player.leave()
            self._course.take(self._course.flow.closed())

    def _connect(self) -> None:
        page, window = self.page, self._window
        page.editor.edited.connect(self._keep)
        page.editor.exported.connect(self._tell_exported)
        page.editor.export_failed.connect(lambda error: window.tell(failed(error)))
        page.editor.redo_asked.connect(self._redo)
        self._redoing.redone.connect(self._take_redone)
        page.player.playback.failed.connect(lambda error: window.tell(failed(error)))
        self._shelf.view.removed.connect(lambda item, _title: self._forget(item))

    def _redo(self, start: Seconds, end: Seconds, model: str) -> None:
        if self._item is not None:
            text = self.page.editor.transcript()
            self._redoing.begin(self._item, Excerpt(start, end), of=text, source=self._sound, model=model)

    def _take_redone(self, item: ItemId, base: Transcript, after: Transcript) -> None:
        """What was edited meanwhile stays; if another item is open by now, its text is left as it is in the library."""
        if item == self._item:
            self.page.editor.take(after, base=base, name=self._interface.text(_REDONE))
            self._window.tell(told(_REDONE_SAID, tone=Tone.DONE))

    def _tell_exported(self, path: Path) -> None:
        folder = QUrl.fromLocalFile(str(path.parent))
        remedy = Remedy(_SHOW_FOLDER, lambda: QDesktopServices.openUrl(folder))
        self._window.tell(told(_EXPORTED, tone=Tone.DONE, remedy=remedy, name=isolated(path.name)))
