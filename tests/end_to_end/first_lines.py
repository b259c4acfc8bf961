"""The first lines of the sample as sound for a player, and how far a text is from what was said."""

import json
import subprocess
from pathlib import Path

import jiwer

from tests.end_to_end.command import DEMO, DEMO_TEXT, ROOT

SPOKEN = "\n".join(DEMO_TEXT.splitlines()[:3])
"""What is played to the microphone: ten seconds of the sample."""
MOST_WRONG = 0.2
"""Of the words, after a way through a loudspeaker and a microphone; core's own tests measure the checkpoint."""
_DIRECTION_MARKS = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")


def cut_speech(folder: Path) -> Path:
    """The sound of these lines, for a player that knows waves alone."""
    words = json.loads((ROOT / "samples" / "demo.words.json").read_text(encoding="utf-8"))
    seconds, spoken = words[len(SPOKEN.split()) - 1]["end"] + 0.4, folder / "spoken.wav"
    command = ["ffmpeg", "-v", "error", "-i", str(DEMO), "-t", str(seconds), "-ar", "48000", str(spoken)]
    subprocess.run(command, check=True, timeout=60)
    return spoken


def wrong_words(text: str, reference: str) -> float:
    """Word error rate without punctuation."""
    return float(jiwer.wer(" ".join(words_of(reference)), " ".join(words_of(text))))


def words_of(text: str) -> list[str]:
    """Without punctuation and marks of direction."""
    return [word.strip(".،؟!") for word in text.translate(_DIRECTION_MARKS).split()]
