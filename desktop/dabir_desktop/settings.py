"""What the user chose, in one ini file: read once into frozen preferences, written at each change.

Source: QSettings, IniFormat. A value that is not understood (an older or a newer Dabir, a hand) is its default, and the
log names the key. Where the file is read-only the choice lasts as long as the window.
"""

import logging
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QLocale, QObject, QSettings, Signal

from dabir_core.asr.languages import LANGUAGES
from dabir_core.paths import data_folder
from dabir_core.sentences import Language
from dabir_desktop.theme import Mode

_LOG = logging.getLogger(__name__)
_GEOMETRY: Final = "window/geometry"
_TEXTS: Final = ("model", "mirror", "proxy", "models", "recordings", "exports", "watched", "beside", "record_key")
AUTO: Final = "auto"
"""Spoken language: found out by the model."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What can be chosen; each stands as text in the file.

    language  of the window
    theme     light, dark, or the system's
    spoken    Whisper's code of what is spoken («fa»), or «auto»
    model     an installed checkpoint's name, «demo», or nothing for core's default
    mirror, proxy  another hub's address, and that of a proxy; nothing for the environment's
    models, recordings, exports  folders; nothing for core's own, and for exports beside the source
    watched   a folder whose new files are transcribed by themselves; nothing for none
    beside    kinds of files that are written beside each source («txt,srt»)
    record_key  begins and ends a recording in every window («Ctrl+Alt+R»); nothing for none
    is_welcomed  whether the first run is over
    has_library  whether the library is shown beside every page
    """

    language: Language = "en"
    theme: Mode = Mode.SYSTEM
    spoken: str = "fa"
    model: str = ""
    mirror: str = ""
    proxy: str = ""
    models: str = ""
    recordings: str = ""
    exports: str = ""
    watched: str = ""
    beside: str = ""
    record_key: str = ""
    is_welcomed: bool = False
    has_library: bool = False


def settings_file() -> Path:
    """Where they lie, among the rest of our files."""
    return data_folder() / "desktop.ini"


def language_of_system() -> Language:
    """Persian where the system speaks it, English otherwise."""
    return "fa" if QLocale.system().language() == QLocale.Language.Persian else "en"


class Settings(QObject):
    """The preferences of now. `changed` tells that there are others."""

    changed = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings(str(path), QSettings.Format.IniFormat)
        self._preferences = self._read(Preferences(language=language_of_system()))

    @property
    def preferences(self) -> Preferences:
        """What is chosen now."""
        return self._preferences

    def keep(self, preferences: Preferences) -> None:
        """Chooses that from now on."""
        if preferences == self._preferences:
            return
        for field in fields(Preferences):
            value = getattr(preferences, field.name)
            if value != getattr(self._preferences, field.name):
                self._store.setValue(field.name, str(value))
        self._preferences = preferences
        self._store.sync()
        self.changed.emit()

    def geometry(self) -> QByteArray:
        """Where the window stood; empty at first."""
        value = self._store.value(_GEOMETRY)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Remembers where the window stands."""
        self._store.setValue(_GEOMETRY, geometry)
        self._store.sync()

    def _read(self, default: Preferences) -> Preferences:
        language = self._choice("language", ("fa", "en"), default=default.language)
        return replace(
            default,
            language="fa" if language == "fa" else "en",
            theme=Mode(self._choice("theme", tuple(Mode), default=default.theme)),
            spoken=self._choice("spoken", (AUTO, *LANGUAGES), default=default.spoken),
            is_welcomed=self._text("is_welcomed") == str(True),
            **{name: self._text(name) for name in _TEXTS},
            has_library=self._text("has_library") == str(True),
        )

    def _text(self, key: str) -> str:
        value = self._store.value(key)
        return value if isinstance(value, str) else ""

    def _choice(self, key: str, allowed: tuple[str, ...], *, default: str) -> str:
        value = self._text(key)
        if value and value not in allowed:
            _LOG.warning("the setting %s is not understood, its default is used", key)
        return value if value in allowed else default
