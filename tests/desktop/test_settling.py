from pathlib import Path

from dabir_desktop.settling import Settling, Stamp

A, B = Path("a.ogg"), Path("b.ogg")


def stamp(size: int, changed: int = 0) -> Stamp:
    return Stamp(size, changed)


def test_a_new_file_is_told_once_after_it_stayed_as_it_is() -> None:
    settling = Settling({}, patience=2.0)
    assert settling.look({A: stamp(10)}, 0.0) == ()
    assert settling.is_waiting
    assert settling.look({A: stamp(10)}, 1.9) == ()
    assert settling.look({A: stamp(10)}, 2.0) == (A,)
    assert not settling.is_waiting
    assert settling.look({A: stamp(10)}, 9.0) == ()


def test_a_file_that_grows_waits() -> None:
    settling = Settling({}, patience=2.0)
    for moment in range(20):
        assert settling.look({A: stamp(10 + moment)}, float(moment)) == ()
    assert settling.look({A: stamp(29)}, 21.0) == (A,)


def test_a_file_that_is_rewritten_in_place_waits() -> None:
    settling = Settling({}, patience=2.0)
    assert settling.look({A: stamp(10, 1)}, 0.0) == ()
    assert settling.look({A: stamp(10, 2)}, 3.0) == ()
    assert settling.look({A: stamp(10, 2)}, 5.0) == (A,)


def test_an_empty_file_is_not_whole() -> None:
    settling = Settling({}, patience=2.0)
    for moment in (0.0, 5.0, 50.0):
        assert settling.look({A: stamp(0)}, moment) == ()


def test_what_is_present_is_not_new_until_it_grows() -> None:
    settling = Settling({A: 10}, patience=2.0)
    assert settling.look({A: stamp(10, 99), B: stamp(5)}, 0.0) == ()
    assert settling.look({A: stamp(10, 99), B: stamp(5)}, 2.0) == (B,)
    assert settling.look({A: stamp(20), B: stamp(5)}, 3.0) == ()
    assert settling.look({A: stamp(20), B: stamp(5)}, 6.0) == (A,)


def test_a_file_that_vanished_is_new_when_it_comes_back() -> None:
    settling = Settling({A: 10}, patience=2.0)
    assert settling.look({}, 0.0) == ()
    assert settling.look({A: stamp(10)}, 1.0) == ()
    assert settling.look({A: stamp(10)}, 3.0) == (A,)


def test_what_is_known_later_is_what_was_told_and_is_still_there() -> None:
    settling = Settling({A: 10}, patience=2.0)
    settling.look({A: stamp(10), B: stamp(5)}, 0.0)
    assert settling.known == {A: 10}
    settling.look({B: stamp(5)}, 2.0)
    assert settling.known == {B: 5}
