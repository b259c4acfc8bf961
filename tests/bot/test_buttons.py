"""What buttons say to us: at most 64 bytes, and nothing that a stranger makes up is taken for a button."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from dabir_bot.buttons import Act, Press, answer_keyboard, cancel_keyboard
from dabir_bot.orders import Order, SoundKind
from dabir_core import Task

LARGEST = 2**63 - 1


def bytes_of(keyboard: InlineKeyboardMarkup) -> list[int]:
    return [len(str(button.callback_data).encode()) for row in keyboard.inline_keyboard for button in row]


def test_no_button_is_longer_than_telegram_takes() -> None:
    order = Order(LARGEST, -LARGEST, 1, LARGEST, SoundKind.VOICE, number=99, album=str(LARGEST))

    assert max(bytes_of(cancel_keyboard(order))) <= 64
    assert max(bytes_of(answer_keyboard(order, LARGEST, has_times=False))) <= 64


@pytest.mark.parametrize("act", list(Act))
def test_a_press_is_read_as_it_was_written(act: Act) -> None:
    assert Press.read(Press(act, "17.0").written()) == Press(act, "17.0")


@given(st.text(max_size=64).filter(lambda text: text.partition(":")[0] not in set(Act)))
def test_anything_else_is_no_press(written: str) -> None:
    assert Press.read(written) is None


@pytest.mark.parametrize("subject", ["\x00", "a\nb", "\ud83d", "۱", "\u202e1"])
def test_letters_that_we_never_write_are_no_press(subject: str) -> None:
    assert Press.read(f"stop:{subject}") is None


def test_an_english_text_offers_no_english_and_a_timed_one_no_times() -> None:
    order = Order(1, 5, 1, 5, SoundKind.VOICE, task=Task.TRANSLATE)

    assert len(bytes_of(answer_keyboard(order, 1, has_times=True))) == 2
