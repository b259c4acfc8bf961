"""Menus, opened."""

from PySide6.QtWidgets import QMenu, QWidget

from tests.desktop.looks.pages import library, menu_of, working
from tests.desktop.looks.stage import Stage
from tests.desktop.looks.text import doubts


def other_languages(stage: Stage) -> QWidget:
    menu = stage.window.idle.line._spoken_button.menu()
    menu.aboutToShow.emit()
    others = menu.actions()[-1].menu()
    assert isinstance(others, QMenu)
    return stage.popup(others)


def item_menu(stage: Stage) -> QWidget:
    library(stage)
    view = stage.desktop.house.shelf.view
    return stage.popup(view.actions_of_items.menu_of_item(view, in_bin=False))


def queue_menu(stage: Stage) -> QWidget:
    working(stage)
    rows = stage.desktop.house.transcribing.page.list._list
    rows.setCurrentIndex(rows.model().index(0, 0))
    stage.desktop.house.transcribing.page.list._show_menu(rows.visualRect(rows.currentIndex()).center())
    return stage.opened_menu()


def doubts_menu(stage: Stage) -> QWidget:
    doubts(stage)
    return stage.popup(stage.desktop.house.reading.page.editor.doubts.models)


def mending(stage: Stage) -> QWidget:
    stage.read()
    return stage.popup(stage.desktop.house.reading.page.editor._acts.mend_menu)


def exports(stage: Stage) -> QWidget:
    stage.read()
    return stage.popup(stage.desktop.house.reading.page.editor.exports)


def speeds(stage: Stage) -> QWidget:
    stage.read()
    return menu_of(stage, stage.desktop.house.reading.page.player.speed_button)


def text_menu(stage: Stage) -> QWidget:
    stage.read()
    page = stage.desktop.house.reading.page.editor.page
    menu = QMenu(page)
    menu.addActions(page.actions())
    return stage.popup(menu)
