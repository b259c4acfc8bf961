"""Every error of the library has its words, in both languages, and they say what to do."""

import re

import pytest

from dabir_core.errors import DabirError
from dabir_core.text import DisplayRules, mend
from dabir_desktop.i18n import Phrase
from dabir_desktop.library import LIBRARY_WORDS, SALVAGED, SET_ASIDE, errors

CLASSES = [
    error
    for error in vars(errors).values()
    if isinstance(error, type) and issubclass(error, DabirError) and error.__module__ == errors.__name__
]


def test_each_error_has_words() -> None:
    assert set(LIBRARY_WORDS) == set(CLASSES)
    assert len(CLASSES) == 5


@pytest.mark.parametrize("phrase", [*LIBRARY_WORDS.values(), SALVAGED, SET_ASIDE])
def test_words_are_good_in_both_languages(phrase: Phrase) -> None:
    values = {"subject": "x", "path": "x", "whole": "1", "cut": "1"}
    persian, english = phrase("fa", **values), phrase("en", **values)
    assert mend(persian, DisplayRules(), language="fa") == persian
    assert not re.search("[كيى?,;]", persian)
    assert english.isascii()
    assert english.endswith(".") and persian.endswith(".")
