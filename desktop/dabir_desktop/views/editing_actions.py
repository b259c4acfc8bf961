"""Everything that can be done to a transcript, each with its words and its key: one home for buttons and keys."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.views.buttons import with_key


@dataclass(frozen=True, slots=True)
class _Named:
    action: QAction
    phrase: Phrase


class EditingActions(QObject):
    """The editor's actions; connect to their `triggered`."""

    def __init__(self, editor: QWidget, interface: Interface) -> None:
        super().__init__(editor)
        self._editor = editor
        self._interface = interface
        self._named: list[_Named] = []
        self.undo: Final = self._action(Phrase(en="Undo", fa="برگرداندن"), "Ctrl+Z")
        self.redo: Final = self._action(Phrase(en="Redo", fa="انجام دوباره"), "Ctrl+Shift+Z", "Ctrl+Y")
        self.play: Final = self._action(Phrase(en="Play from here", fa="پخش از اینجا"), "Ctrl+Space")
        self.find: Final = self._action(Phrase(en="Find", fa="جست‌وجو"), "Ctrl+F")
        self.replace: Final = self._action(Phrase(en="Find and replace", fa="جست‌وجو و جایگزینی"), "Ctrl+H")
        self.next_match: Final = self._action(Phrase(en="Next match", fa="مورد بعدی"), "F3", "Ctrl+G")
        self.previous_match: Final = self._action(
            Phrase(en="Previous match", fa="مورد قبلی"), "Shift+F3", "Ctrl+Shift+G"
        )
        self.next_doubt: Final = self._action(Phrase(en="Next doubtful part", fa="جای نامطمئن بعدی"), "F8")
        self.previous_doubt: Final = self._action(
            Phrase(en="Previous doubtful part", fa="جای نامطمئن قبلی"), "Shift+F8"
        )
        self.doubts: Final = self._action(Phrase(en="Doubtful parts", fa="جاهای نامطمئن"), "Ctrl+Shift+F8")
        self.redo_part: Final = self._action(Phrase(en="Redo this part", fa="دوباره نوشتن این بخش"), "Ctrl+Shift+Y")
        self.split: Final = self._action(Phrase(en="Split here", fa="جدا کردن از اینجا"), "Ctrl+Return")
        self.merge: Final = self._action(Phrase(en="Merge", fa="یکی کردن"), "Ctrl+M")
        self.times: Final = self._action(Phrase(en="Change the times", fa="تغییر زمان‌ها"), "Ctrl+T")
        self.start_here: Final = self._action(Phrase(en="Starts where it plays", fa="شروع از جای پخش"), "Ctrl+[")
        self.end_here: Final = self._action(Phrase(en="Ends where it plays", fa="پایان در جای پخش"), "Ctrl+]")
        self.reflow: Final = self._action(Phrase(en="Cut into subtitles", fa="برش به زیرنویس"), "Ctrl+Shift+R")
        self.mend: Final = self._action(Phrase(en="Mend Persian", fa="اصلاح نگارش فارسی"), "Ctrl+Shift+M")
        self.copy_all: Final = self._action(Phrase(en="Copy all", fa="کپی همه"), "Ctrl+Shift+C")
        self.export: Final = self._action(Phrase(en="Export", fa="خروجی گرفتن"), "Ctrl+E")
        self.half_spaces: Final = self._switch(Phrase(en="Show half-spaces", fa="نمایش نیم‌فاصله‌ها"), "Ctrl+Shift+8")
        self.click_plays: Final = self._switch(Phrase(en="A click plays", fa="پخش با کلیک"), "Ctrl+Shift+P")
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Speaks the language of now; the key is told where the pointer rests."""
        for named in self._named:
            name = self._interface.text(named.phrase)
            named.action.setText(name)
            named.action.setToolTip(self._interface.directed(with_key(name, named.action.shortcut())))

    def _switch(self, phrase: Phrase, *keys: str) -> QAction:
        action = self._action(phrase, *keys)
        action.setCheckable(True)
        return action

    def _action(self, phrase: Phrase, *keys: str) -> QAction:
        action = QAction(self._editor)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._editor.addAction(action)
        self._named.append(_Named(action, phrase))
        return action
