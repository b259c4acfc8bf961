"""A phrase in both its languages."""

import pytest

from dabir_desktop.i18n import Phrase

LEFT = Phrase(en="{count} left", fa="{count} مانده")


def test_a_phrase_is_said_in_the_language_asked_for() -> None:
    assert LEFT("en", count="3") == "3 left"
    assert LEFT("fa", count="۳") == "۳ مانده"


def test_a_value_that_is_forgotten_is_an_error() -> None:
    with pytest.raises(KeyError):
        LEFT("fa")
