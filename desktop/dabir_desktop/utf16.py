"""Places in a text as Qt counts them: in units of UTF-16, where an emoji is two. Pure."""

_LAST_OF_ONE_UNIT = "\uffff"


def to_units(text: str, sign: int) -> int:
    """How many units come before this sign."""
    return sign + sum(each > _LAST_OF_ONE_UNIT for each in text[:sign])


def to_sign(text: str, units: int) -> int:
    """The sign before which so many units come; one that the place cuts in two counts as before it."""
    if not text or max(text) <= _LAST_OF_ONE_UNIT:
        return min(units, len(text))
    left = units
    for place, sign in enumerate(text):
        left -= 2 if sign > _LAST_OF_ONE_UNIT else 1
        if left < 0:
            return place
    return len(text)
