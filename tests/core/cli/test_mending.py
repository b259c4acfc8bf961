import pytest

from dabir_core.cli.mending import parse_rules
from dabir_core.errors import OptionError
from dabir_core.text import Digits, DisplayRules


def test_all_is_what_core_does_by_itself() -> None:
    assert parse_rules("all", Digits.KEEP) == DisplayRules()


def test_none_leaves_the_text_alone() -> None:
    assert parse_rules("none", Digits.PERSIAN) == DisplayRules(
        letters=False, zwnj=False, digits=Digits.PERSIAN, punctuation=False, spaces=False, tatweel=False
    )


def test_rules_are_asked_for_by_name() -> None:
    rules = parse_rules(" Letters,zwnj ", Digits.KEEP)
    assert (rules.letters, rules.zwnj, rules.punctuation, rules.spaces) == (True, True, False, False)


def test_an_unknown_rule_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(OptionError) as caught:
        parse_rules("letters,comma", Digits.KEEP)
    assert "comma" in caught.value.subject
    assert "punctuation" in caught.value.subject
