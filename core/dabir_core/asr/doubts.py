"""Why a window's text is not believed. `guards` finds the reasons, `ladder` acts on them, the transcript tells them."""

from enum import StrEnum


class Doubt(StrEnum):
    """One reason each; a window may have several."""

    UNFINISHED = "unfinished"
    """Decoding stopped before end-of-text: the tail may be missing."""
    UNHEARD = "unheard"
    """Somebody speaks for a while, and no word belongs there: the decoder skipped it."""
    TOO_MANY_TOKENS = "too-many-tokens"
    """More tokens than anybody can say in so much speech."""
    LOOP = "loop"
    """The same words again and again."""
    REPETITIVE = "repetitive"
    """It compresses better than language does."""
    UNSURE = "unsure"
    """The decoder itself gives its tokens, or some of them in a row, little probability."""
    NO_SPEECH = "no-speech"
    """The decoder hears no speech, and its text has little probability or the detector heard hardly any."""
    BOILERPLATE = "boilerplate"
    """Credits and thanks that subtitles end with, where hardly anybody speaks or the decoder is unsure."""
    WRONG_SCRIPT = "wrong-script"
    """Letters of another language than the one that was decoded."""
    PROMPT_ECHO = "prompt-echo"
    """The prompt, said back."""


INCOMPLETE = frozenset({Doubt.UNFINISHED, Doubt.UNHEARD})
"""Of these, what was written may well be right; it is not all that was said."""
NO_TEXT = frozenset({Doubt.NO_SPEECH, Doubt.BOILERPLATE})
"""Of these, a window's text is an invention and is not put out; of all others, the best attempt is kept."""
