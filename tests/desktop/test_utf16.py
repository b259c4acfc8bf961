import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_desktop.utf16 import to_sign, to_units


@pytest.mark.parametrize(("text", "sign", "units"), [("سلام", 2, 2), ("🙂a", 1, 2), ("a🙂b🙂", 4, 6), ("", 0, 0)])
def test_an_emoji_is_two_units(text: str, sign: int, units: int) -> None:
    assert to_units(text, sign) == units
    assert to_sign(text, units) == sign


def test_a_place_inside_an_emoji_is_before_it() -> None:
    assert to_sign("a🙂b", 2) == 1


@given(st.text("aس🙂\u200c", max_size=10))
def test_units_are_those_of_utf16(text: str) -> None:
    for sign in range(len(text) + 1):
        units = len(text[:sign].encode("utf-16-le")) // 2
        assert (to_units(text, sign), to_sign(text, units)) == (units, sign)
