"""A part of the demo note made again: its words come back, and the rest stays as it was."""

from dataclasses import replace
from pathlib import Path

import pytest

from dabir_core.asr.redo import Excerpt
from dabir_core.errors import OptionError
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Cancelled, Segment, Transcript

DEMO = Path(__file__).parents[2] / "samples" / "demo.ogg"
PERSIAN = TranscribeOptions(language="fa")
SECOND_SENTENCE = Excerpt(5.4, 7.5)


@pytest.fixture(scope="module")
def transcriber() -> Transcriber:
    return Transcriber.load("demo")


@pytest.fixture(scope="module")
def made(transcriber: Transcriber) -> Transcript:
    transcript = transcriber.transcribe(DEMO, PERSIAN)
    assert isinstance(transcript, Transcript)
    return transcript


def garbled(segment: Segment) -> Segment:
    words = tuple(replace(word, text="غلط") for word in segment.words)
    return replace(segment, text=" ".join(word.text for word in words), words=words)


def test_a_spoilt_part_is_mended_and_the_rest_is_untouched(transcriber: Transcriber, made: Transcript) -> None:
    place = next(n for n, each in enumerate(made.segments) if each.start < 6.0 < each.end)
    spoilt = (*made.segments[:place], garbled(made.segments[place]), *made.segments[place + 1 :])
    again = transcriber.redo(replace(made, segments=spoilt), SECOND_SENTENCE, source=DEMO, options=PERSIAN)
    assert isinstance(again, Transcript)
    assert again.text == made.text
    assert again.segments[:place] == made.segments[:place]
    assert again.segments[place + 1 :] == made.segments[place + 1 :]
    for word, before in zip(again.segments[place].words, made.segments[place].words, strict=True):
        assert word.start == pytest.approx(before.start, abs=0.3)  # the window begins elsewhere


def test_all_of_it_made_again_is_the_same(transcriber: Transcriber, made: Transcript) -> None:
    assert transcriber.redo(made, Excerpt(0.0, made.duration), source=DEMO, options=PERSIAN) == made


def test_what_is_stopped_leaves_the_transcript_as_it_was(transcriber: Transcriber, made: Transcript) -> None:
    cancel = CancelToken()
    cancel.cancel()
    assert transcriber.redo(made, SECOND_SENTENCE, source=DEMO, cancel=cancel) == Cancelled(made)


def test_a_part_outside_the_recording_is_refused(transcriber: Transcriber, made: Transcript) -> None:
    with pytest.raises(OptionError):
        transcriber.redo(made, Excerpt(20.0, 99.0), source=DEMO)


def test_the_text_of_a_longer_recording_is_not_lost_to_a_shorter_one(
    transcriber: Transcriber, made: Transcript
) -> None:
    long = replace(made, duration=made.duration + 60.0)
    with pytest.raises(OptionError, match=r"demo\.ogg"):
        transcriber.redo(long, Excerpt(made.duration + 20.0, made.duration + 30.0), source=DEMO, options=PERSIAN)
