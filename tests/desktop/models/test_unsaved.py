"""The newest text of each item, until it is written."""

from dabir_desktop.models.unsaved import Unsaved
from tests.desktop.said import transcript

ONE, TWO = transcript("یک"), transcript("دو")


def test_somebody_is_asked_once_until_it_is_taken() -> None:
    unsaved = Unsaved()
    assert [unsaved.put(1, ONE), unsaved.put(1, TWO), unsaved.put(2, ONE)] == [True, False, True]
    assert unsaved.take(1) is TWO
    assert unsaved.put(1, ONE)


def test_what_is_written_is_forgotten_and_a_newer_one_is_not() -> None:
    unsaved = Unsaved()
    unsaved.put(1, ONE)
    written = unsaved.take(1)
    unsaved.put(1, TWO)
    unsaved.forget(1, written)
    assert unsaved.get(1) is TWO
    unsaved.forget(1, unsaved.take(1))
    assert unsaved.get(1) is None


def test_what_was_taken_and_not_written_is_asked_for_again_once() -> None:
    unsaved = Unsaved()
    unsaved.put(1, ONE)
    unsaved.put(2, TWO)
    unsaved.take(1)
    assert unsaved.ask_again() == (1,)
    assert unsaved.ask_again() == ()
    assert not unsaved.put(1, TWO)
