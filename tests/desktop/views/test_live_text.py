"""Committed words stand, tentative ones are grey, and what has ended is a paragraph."""

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_core.record import FinalUtterance, LiveUpdate
from dabir_core.transcript import Segment, Word
from dabir_desktop.i18n import Interface
from dabir_desktop.theme import Mode, Theme, colours_now
from dabir_desktop.views.live_text import LiveTextView


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, 0.0, 1.0, 0.9) for word in text.split())


def ended(text: str) -> FinalUtterance:
    return FinalUtterance(0.0, 3.0, (Segment(0.0, 3.0, text, "fa"),) if text else (), 0, 0.0)


def update(*utterances: str, committed: str = "", tentative: str = "") -> LiveUpdate:
    finals = tuple(ended(text) for text in utterances)
    return LiveUpdate(finals, words(committed), words(tentative), "fa", 5.0, 0.5, is_by_utterance=False)


@pytest.fixture
def view(persian: Interface, qtbot: QtBot) -> LiveTextView:
    view = LiveTextView(persian)
    qtbot.addWidget(view)
    view.begin(is_awaited=True)
    return view


def colour_at(view: LiveTextView, text: str) -> str | None:
    """The colour of that text; None for the usual one."""
    cursor = view.document().find(text)
    assert not cursor.isNull()
    form = cursor.charFormat()
    return form.foreground().color().name() if form.hasProperty(form.Property.ForegroundBrush) else None


def test_words_are_replaced_while_the_utterance_grows(view: LiveTextView) -> None:
    view.show_update(update(committed="امروز", tentative="هوا خواب"))
    assert view.text() == "امروز هوا خواب"
    view.show_update(update(committed="امروز هوا", tentative="خوب است"))
    assert view.text() == "امروز هوا خوب است"
    view.show_update(update("امروز هوا خوب است."))
    assert view.text() == "امروز هوا خوب است."


def test_tentative_words_are_grey_and_committed_ones_are_not(view: LiveTextView) -> None:
    view.show_update(update("سلام.", committed="امروز", tentative="هوا"))
    assert colour_at(view, "هوا") == colours_now().muted
    assert colour_at(view, "امروز") is None
    assert colour_at(view, "سلام") is None


def test_each_utterance_is_a_paragraph(view: LiveTextView) -> None:
    view.show_update(update("یک."))
    view.show_update(update("دو.", "", "سه.", tentative="چهار"))
    assert view.text().split("\n") == ["یک.", "دو.", "سه.", "چهار"]
    view.show_update(update())
    assert view.text().split("\n") == ["یک.", "دو.", "سه."]


def test_each_paragraph_has_the_direction_of_its_letters(view: LiveTextView) -> None:
    view.show_update(update("سلام Word.", "Hello سلام."))
    document = view.document()
    directions = [document.findBlockByNumber(number).textDirection().name for number in range(2)]
    assert directions == ["RightToLeft", "LeftToRight"]


def test_it_follows_its_end_unless_somebody_reads_above(view: LiveTextView, qtbot: QtBot) -> None:
    view.resize(300, 150)
    view.show()
    for number in range(40):
        view.show_update(update(f"جملهٔ شمارهٔ {number}."))
    bar = view.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    view.show_update(update("باز هم.", tentative="و"))
    assert bar.value() == 10


def test_another_recording_begins_with_nothing(view: LiveTextView) -> None:
    view.show_update(update("یک.", tentative="دو"))
    view.begin(is_awaited=False)
    assert view.text() == ""
    assert view.placeholderText().startswith("متن بعد از پایان")
    view.show_update(update("سه."))
    assert view.text() == "سه."


def test_what_is_selected_and_copied_keeps_its_half_spaces(view: LiveTextView) -> None:
    view.show_update(update("می‌روم."))
    cursor = view.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    assert cursor.selectedText().strip("\u2029") == "می‌روم."


def test_another_palette_has_another_grey(view: LiveTextView, qapp: QApplication) -> None:
    theme = Theme(qapp, Mode.LIGHT)
    view.show_update(update(tentative="هوا"))
    light = colour_at(view, "هوا")
    theme.choose(Mode.DARK)
    dark = colour_at(view, "هوا")
    theme.choose(Mode.LIGHT)
    assert light != dark
    assert view.text() == "هوا"
