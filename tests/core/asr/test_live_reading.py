"""Utterances through the demo checkpoint: what a draft, an ended utterance and a cancelled one give."""

from collections.abc import Iterator

import numpy as np
import pytest

from dabir_core.arrays import Waveform
from dabir_core.asr.live_reading import LONGEST_UTTERANCE, LiveReader
from dabir_core.audio import open_audio
from dabir_core.options import TranscribeOptions
from dabir_core.paths import samples_folder
from dabir_core.progress import CancelToken
from dabir_core.speech import Window
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcriber import Transcriber
from dabir_core.units import to_samples, to_seconds

FIRST = "سلام، من دیروز با مادرم به بازار رفتم."


@pytest.fixture(scope="module")
def transcriber() -> Iterator[Transcriber]:
    with Transcriber.load("demo") as loaded:
        yield loaded


@pytest.fixture(scope="module")
def sound() -> Waveform:
    with open_audio(samples_folder() / "demo.ogg") as decoding:
        return np.concatenate(list(decoding))


def window(sound: Waveform, start: float, end: float) -> Window:
    """All of it speech."""
    first, last = to_samples(start), to_samples(end)
    return Window(sound[first:last], first, (SpeechSpan(first, last),))


@pytest.mark.parametrize("options", [TranscribeOptions(language="fa"), TranscribeOptions(words=False)])
def test_an_ended_utterance_has_its_text_and_its_words_times(
    transcriber: Transcriber, sound: Waveform, options: TranscribeOptions
) -> None:
    segments = transcriber.live(options).read(window(sound, 0.35, 4.2), CancelToken())
    assert segments is not None
    assert " ".join(segment.text for segment in segments) == FIRST
    words = [word for segment in segments for word in segment.words]
    assert [word.text for word in words] == FIRST.split()
    assert words[0].start == pytest.approx(0.4, abs=0.2)
    assert words[-1].end == pytest.approx(4.148, abs=0.2)


def test_a_draft_says_what_was_said_so_far(transcriber: Transcriber, sound: Waveform) -> None:
    """To the middle of the seventh word, at 3.25 s."""
    segments = transcriber.live(TranscribeOptions(language="fa")).draft(window(sound, 0.2, 3.25), CancelToken())
    assert segments is not None
    words = [word.text for segment in segments for word in segment.words]
    assert words[:5] == FIRST.split()[:5]


def test_drafts_say_nothing_of_the_recordings_language(transcriber: Transcriber, sound: Waveform) -> None:
    live = transcriber.live()
    before = live._languages.evidence
    live.draft(window(sound, 0.2, 3.25), CancelToken())
    assert live._languages.evidence == before
    live.read(window(sound, 0.35, 4.2), CancelToken())
    assert live._languages.evidence != before


def test_a_cancelled_reading_gives_nothing(transcriber: Transcriber, sound: Waveform) -> None:
    cancel = CancelToken()
    cancel.cancel()
    live = transcriber.live()
    assert live.draft(window(sound, 0.2, 3.0), cancel) is None
    assert live.read(window(sound, 0.2, 3.0), cancel) is None


def test_nobody_speaks_in_noise(transcriber: Transcriber) -> None:
    """What a detector took for speech by mistake becomes no words, in a draft neither."""
    noise = np.random.default_rng(3).normal(0, 0.02, to_samples(3.0)).astype(np.float32)
    live: LiveReader = transcriber.live(TranscribeOptions(language="fa"))
    assert live.draft(window(noise, 0.0, 3.0), CancelToken()) == ()


def test_utterances_fit_the_checkpoints_window(transcriber: Transcriber) -> None:
    """The demo's window is 15 s, and its token cap is not reached by then."""
    longest = to_seconds(transcriber.live().limit_samples)
    assert 5.0 <= longest <= LONGEST_UTTERANCE


def test_a_detector_answers_after_an_eighth_of_a_second(transcriber: Transcriber, sound: Waveform) -> None:
    vad = transcriber.live().vad()
    assert vad.probabilities(sound[: to_samples(0.127)]).size == 0
    assert vad.probabilities(sound[to_samples(0.127) : to_samples(0.128)]).size == 4
