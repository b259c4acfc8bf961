"""Transcripts for tests of editing: one segment for each line, half a second for each word, a second between lines."""

from dabir_core.transcript import Segment, Transcript, Word
from dabir_desktop.word_places import WordPlace, place_at

WORD_SECONDS = 0.5


def segment(line: str, start: float, *, language: str = "fa", probability: float = 0.9) -> Segment:
    words = tuple(
        Word(text, start + place * WORD_SECONDS, start + (place + 1) * WORD_SECONDS, probability)
        for place, text in enumerate(line.split())
    )
    return Segment(start, start + max(1, len(words)) * WORD_SECONDS, line, language, words)


def spoken(*lines: str, language: str = "fa") -> Transcript:
    """«a b», «c» are from 0 to 1 s and from 2 to 2.5 s."""
    segments: list[Segment] = []
    for line in lines:
        segments.append(segment(line, segments[-1].end + 1.0 if segments else 0.0, language=language))
    duration = segments[-1].end + 1.0 if segments else 10.0
    return Transcript(tuple(segments), duration, language, 1.0, "demo")


def spoken_then(transcript: Transcript, seconds: float) -> WordPlace:
    """The word that is said then."""
    place = place_at(transcript.segments, seconds)
    assert place is not None, "no silence"
    return place
