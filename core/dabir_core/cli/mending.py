"""The --mend flag: which of the display rules are applied, by their names."""

from dataclasses import fields

from dabir_core.errors import OptionError
from dabir_core.text import Digits, DisplayRules

MENDING = tuple(field.name for field in fields(DisplayRules) if field.name != "digits")
"""The rules that can be asked for one by one; digits have a flag of their own."""


def parse_rules(text: str, digits: Digits) -> DisplayRules:
    """Reads «all», «none» or «letters,zwnj».

    Raises: OptionError naming the rules that there are.
    """
    asked = {"all": set(MENDING), "none": set[str]()}.get(text.strip().lower())
    if asked is None:
        asked = {name.strip().lower() for name in text.split(",") if name.strip()}
    unknown = asked - set(MENDING)
    if unknown:
        raise OptionError(f"--mend {min(unknown)} (all, none, {', '.join(MENDING)})")
    return DisplayRules(digits=digits, **{name: name in asked for name in MENDING})
