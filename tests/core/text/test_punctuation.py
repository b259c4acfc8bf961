"""Expected texts were written by hand, after the Academy's Dastur-e Khatt-e Farsi (1401); only this rule is on."""

import pytest

from dabir_core.text.display import DisplayRules, mend

RULE = DisplayRules(letters=False, zwnj=False, punctuation=True, spaces=False, tatweel=False)

MENDED = {
    "سلام, خوبی?": "سلام، خوبی؟",
    "سلام ، خوبی ؟": "سلام، خوبی؟",
    "سلام،خوبی؟ممنون": "سلام، خوبی؟ ممنون",
    "رفت;آمد": "رفت؛ آمد",
    "تمام شد .": "تمام شد.",
    "تمام شد.برویم": "تمام شد.برویم",
    "سلام.خوبی": "سلام. خوبی",
    "عجب !": "عجب!",
    "چی ?!": "چی؟!",
    "گفت :«سلام»": "گفت :«سلام»",
    "گفت:«سلام»": "گفت: «سلام»",
    "او گفت «برو», رفت": "او گفت «برو»، رفت",
    "صبر کن ... آمدم": "صبر کن ... آمدم",
    "بی.بی.سی در ۵۷ ق.م": "بی.بی.سی در ۵۷ ق.م",
    "در سال 1400, رفت": "در سال 1400، رفت",
}


@pytest.mark.parametrize(("written", "expected"), MENDED.items())
def test_marks_are_mended_as_an_editor_would(written: str, expected: str) -> None:
    assert mend(written, RULE, language="fa") == expected
