"""Isolation marks: what is drawn beside text of another direction keeps its place and its order. Pure.

Source: Unicode Standard Annex 9, section 2.4 (isolates) and 2.6 (implicit marks).
"""

LEFT_TO_RIGHT_ISOLATE = "\u2066"
FIRST_STRONG_ISOLATE = "\u2068"
END_OF_ISOLATE = "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"
LEFT_TO_RIGHT_MARK = "\u200e"


def left_to_right(text: str) -> str:
    """Timecodes, paths, links, names of models, «-20 dB»: their own order, wherever they stand."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{text}{END_OF_ISOLATE}"


def isolated(text: str) -> str:
    """Names of files and other text of unknown direction: its first strong letter decides for it alone."""
    return f"{FIRST_STRONG_ISOLATE}{text}{END_OF_ISOLATE}"
