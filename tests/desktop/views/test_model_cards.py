"""Three cards: what they say, which is chosen, by hand, by keyboard, to a screen reader."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dabir_desktop.card_choice import cards_for, cards_unmeasured
from dabir_desktop.i18n import Interface
from dabir_desktop.views.model_cards import ModelCards
from tests.desktop.geometry import clipped
from tests.desktop.hand_work import recommendation

TURBO = "vhdm/whisper-large-fa-v1"


@pytest.fixture
def cards(persian: Interface, qtbot: QtBot) -> ModelCards:
    cards = ModelCards(persian)
    qtbot.addWidget(cards)
    cards.resize(1000, 320)
    cards.show_cards(cards_for(recommendation(TURBO)))
    cards.show()
    return cards


def said(card: QWidget) -> str:
    return card.accessibleName() + card.accessibleDescription()


def test_the_recommended_one_is_chosen_at_first(cards: ModelCards) -> None:
    assert cards.entry is not None
    assert cards.entry.hub_id == TURBO
    assert [card.isChecked() for card in cards.cards] == [False, True, False]


def test_a_card_says_time_errors_size_and_licence_in_persian(cards: ModelCards) -> None:
    words = said(cards.cards[1])
    for part in ("متعادل", TURBO, "هر ساعت صدا: حدود ۱۷ دقیقه", "حدود ۱۵ کلمه از ۱۰۰", "گیگابایت", "MIT", "پیشنهاد ما"):
        assert part in words


def test_the_language_is_switched_at_once(cards: ModelCards, persian: Interface) -> None:
    persian.speak("en")
    words = said(cards.cards[1])
    for part in ("Balanced", "An hour of sound: about 17 min", "About 15 words in 100 wrong", "our pick"):
        assert part in words
    assert "changed later" in "".join(label.text() for label in cards.findChildren(type(cards._later)))


def test_a_screen_reader_sees_radio_buttons(cards: ModelCards) -> None:
    for number, card in enumerate(cards.cards):
        told = QAccessible.queryAccessibleInterface(card)
        assert told is not None
        assert told.role() == QAccessible.Role.RadioButton
        assert told.state().checked == (number == 1)


def test_arrows_choose_as_they_point(cards: ModelCards, qtbot: QtBot) -> None:
    cards.activateWindow()
    cards.cards[1].setFocus()
    with qtbot.waitSignal(cards.chosen) as chosen:
        qtbot.keyClick(cards.cards[1], Qt.Key.Key_Left)  # mirrored: the next one stands at the left
    assert cards.cards[2].isChecked()
    assert chosen.args == [cards.cards[2].card.entry]


def test_a_click_anywhere_on_a_card_chooses_it(cards: ModelCards, qtbot: QtBot) -> None:
    card = cards.cards[0]
    with qtbot.waitSignal(cards.chosen):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(20, card.height() - 8))
    assert card.isChecked()


def test_what_somebody_chose_stays_when_more_is_known(cards: ModelCards, qtbot: QtBot) -> None:
    cards.show_cards(cards_unmeasured(), is_measuring=True)
    assert "می‌سنجیم" in said(cards.cards[0])
    cards.cards[2].click()
    wanted = cards.cards[2].card.entry
    cards.show_cards(cards_for(recommendation(TURBO)))
    assert cards.entry == wanted


def test_an_installed_one_is_marked(cards: ModelCards) -> None:
    cards.show_cards(cards_for(recommendation(TURBO)), installed={TURBO})
    assert "نصب است" in said(cards.cards[1])


def test_fewer_cards_leave_no_empty_place(cards: ModelCards) -> None:
    cards.show_cards(cards_unmeasured()[:2])
    assert len(cards.cards) == 2


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("width", [1000, 760, 480])
def test_nothing_is_clipped(cards: ModelCards, persian: Interface, language: str, width: int) -> None:
    persian.speak("fa" if language == "fa" else "en")
    cards.resize(width, 900)
    assert clipped(cards) == []


def test_they_stand_side_by_side_where_there_is_room_and_else_under_each_other(cards: ModelCards) -> None:
    clipped(cards)
    assert len({card.y() for card in cards.cards}) == 1
    assert cards.cards[0].x() > cards.cards[2].x()  # the first at the right, in Persian
    cards.resize(480, 900)
    clipped(cards)
    assert len({card.x() for card in cards.cards}) == 1
