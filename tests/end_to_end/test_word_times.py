"""Word times of the demo note against the times that espeak-ng itself gives for each word."""

import json
from pathlib import Path
from statistics import median

from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Transcript
from tests.end_to_end.command import DEMO

SPOKEN = json.loads((DEMO.with_name("demo.words.json")).read_text(encoding="utf-8"))


def test_words_stand_where_they_were_spoken() -> None:
    transcript = Transcriber.load("demo").transcribe(Path(DEMO))
    assert isinstance(transcript, Transcript)
    words = [word for segment in transcript.segments for word in segment.words]
    assert len(words) == len(SPOKEN)
    starts = [abs(word.start - spoken["start"]) for word, spoken in zip(words, SPOKEN, strict=True)]
    ends = [abs(word.end - spoken["end"]) for word, spoken in zip(words, SPOKEN, strict=True)]
    assert median(starts) <= 0.080
    assert median(starts + ends) <= 0.080
