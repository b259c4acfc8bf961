"""The one list of what can be seen: every page, dialog, menu, panel and message."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from dabir_desktop.messages import Tone
from tests.desktop.looks import dialogs, menus, pages, text
from tests.desktop.looks.stage import Stage

Scene = Callable[[Stage], QWidget]
"""Brings it about, and gives what is to be looked at: the window, a dialog or a menu."""

_SETTINGS_PAGES = ("models", "network", "look", "folders", "keys", "privacy")

SCENES: Final[Mapping[str, Scene]] = {
    "idle": pages.idle,
    "idle-lit": pages.zone_lit,
    "idle-recovery": pages.recovery,
    "idle-told": pages.quiet,
    "idle-trouble": pages.trouble,
    "library": pages.library,
    "library-found": partial(pages.search, sought="نرم‌افزار"),
    "library-not-found": partial(pages.search, sought="qwertz"),
    "library-bin": pages.deleted,
    "welcome": pages.first_run,
    "welcome-measured": pages.measured,
    "welcome-downloading": pages.downloading,
    "welcome-hub-away": pages.hub_away,
    "welcome-meanwhile": pages.meanwhile,
    "recording": pages.recording,
    "recording-lost": pages.microphone_lost,
    "working-empty": pages.empty_queue,
    "working": pages.working,
    "working-failed": pages.failed_work,
    "working-veil": pages.veil,
    "reading": text.reading,
    "reading-late": text.late,
    "reading-told": partial(text.told_while_reading, tone=Tone.DONE),
    "reading-trouble": partial(text.told_while_reading, tone=Tone.TROUBLE),
    "reading-library": text.library_while_reading,
    "reading-find": text.find,
    "reading-not-found": text.not_found,
    "reading-doubts": text.doubts,
    "reading-saving": text.saving,
    "menu-models": lambda stage: pages.menu_of(stage, stage.window.idle.line._model_button),
    "menu-spoken": lambda stage: pages.menu_of(stage, stage.window.idle.line._spoken_button),
    "menu-languages": menus.other_languages,
    "menu-theme": lambda stage: pages.menu_of(stage, stage.window.header._theme),
    "menu-library": lambda stage: pages.menu_of(stage, stage.desktop.house.shelf.view._more),
    "menu-item": menus.item_menu,
    "menu-queue": menus.queue_menu,
    "menu-doubts": menus.doubts_menu,
    "menu-mending": menus.mending,
    "menu-exports": menus.exports,
    "menu-speeds": menus.speeds,
    "menu-text": menus.text_menu,
    "dialog-times": dialogs.times,
    "dialog-times-wrong": dialogs.wrong_times,
    "dialog-save": dialogs.save_as,
    "dialog-open": dialogs.open_files,
    "dialog-link": dialogs.link,
    "dialog-destroy": dialogs.destroy,
    "dialog-refusal": dialogs.refusal,
    "dialog-unsaved": dialogs.unsaved,
    **{f"settings-{name}": partial(dialogs.settings, number=number) for number, name in enumerate(_SETTINGS_PAGES)},
    "settings-models-coming": dialogs.model_coming,
    "settings-keys-unfit": dialogs.no_key,
    "settings-privacy-sure": dialogs.delete_all,
}
