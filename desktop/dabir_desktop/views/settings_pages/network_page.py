"""The way to the model hub: another hub's address, a proxy."""

from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.settings import Preferences
from dabir_desktop.views.buttons import name_control
from dabir_desktop.views.settings_pages.sheet import Sheet

_NETWORK = Phrase(en="Network", fa="شبکه")
_ONLY = Phrase(
    en="Dabir goes to the network for two things only: to download a model, and to fetch a link that you gave.",
    fa="دبیر فقط برای دو کار به شبکه می‌رود: دانلود مدل، و گرفتن پیوندی که خودتان داده‌اید.",
)
_MIRROR = Phrase(en="Mirror of the model hub", fa="آینهٔ مخزن مدل‌ها")
_MIRROR_WHY = Phrase(
    en="An address that answers as Hugging Face does. Empty means Hugging Face itself.",
    fa="نشانی‌ای که مثل Hugging Face پاسخ می‌دهد. خالی یعنی خود Hugging Face.",
)
_PROXY = Phrase(en="Proxy", fa="پراکسی")
_PROXY_WHY = Phrase(
    en="Such as socks5://127.0.0.1:1080 or http://127.0.0.1:8080. Empty means the system's.",
    fa="مثلاً \u2066socks5://127.0.0.1:1080\u2069 یا \u2066http://127.0.0.1:8080\u2069. خالی یعنی پراکسی سیستم.",
)
_WRONG = Phrase(en="This is not an address; it is not kept.", fa="این نشانی نیست و نگه داشته نشد.")
_MIRROR_SCHEMES = frozenset({"http", "https"})
_PROXY_SCHEMES = frozenset({"http", "socks5", "socks5h"})
"""What both ways, to the hub and to links, can go through."""


class NetworkPage(Sheet):
    """`mirror_given` and `proxy_given` carry an address, or nothing; what is none is not carried."""

    mirror_given = Signal(str)
    proxy_given = Signal(str)

    def __init__(self, interface: Interface) -> None:
        super().__init__(interface)
        self.mirror, self.proxy = _line("https://"), _line("socks5://")
        self.complaint = QLabel()
        self.complaint.setProperty("kind", "danger")
        self.complaint.hide()
        self.add_heading(_NETWORK)
        self.add_sentence(_ONLY)
        self.add_named(_MIRROR, self.mirror)
        self.add_sentence(_MIRROR_WHY)
        self.add_named(_PROXY, self.proxy)
        self.add_sentence(_PROXY_WHY)
        self.add(self.complaint)
        self.close_up()
        self.mirror.editingFinished.connect(lambda: self._give(self.mirror, _MIRROR_SCHEMES))
        self.proxy.editingFinished.connect(lambda: self._give(self.proxy, _PROXY_SCHEMES))
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def show_preferences(self, preferences: Preferences) -> None:
        """What is chosen now."""
        for line, written in ((self.mirror, preferences.mirror), (self.proxy, preferences.proxy)):
            if line.text() != written and not line.hasFocus():
                line.setText(written)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        name_control(self.mirror, self._interface.text(_MIRROR))
        name_control(self.proxy, self._interface.text(_PROXY))
        self.complaint.setText(self._interface.label(_WRONG))

    def _give(self, line: QLineEdit, schemes: frozenset[str]) -> None:
        address = line.text().strip()
        is_right = not address or is_address(address, schemes)
        self.complaint.setVisible(not is_right)
        if is_right:
            given = self.mirror_given if line is self.mirror else self.proxy_given
            given.emit(address)


def is_address(written: str, schemes: frozenset[str]) -> bool:
    """Whether it has one of these schemes, a host, and a port that can be one."""
    try:
        parts = urlsplit(written)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _line(placeholder: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(placeholder)
    line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return line
