"""espeak-ng's sound and word times."""

import itertools
from itertools import pairwise

import numpy as np
import pytest

from dabir_core.units import SAMPLE_RATE_HZ, to_samples
from dabir_training.demo.espeak import Synthesiser, SynthesisError, Voice
from dabir_training.demo.opus import through_opus
from dabir_training.demo.sentences import sentences

_VOICE = Voice("fa+m3", words_per_minute=150, pitch=50)


@pytest.fixture(scope="module")
def synthesiser() -> Synthesiser:
    return Synthesiser()


def test_two_synthesisers_take_turns_in_one_process(synthesiser: Synthesiser) -> None:
    """A second initialisation of the library once made the next sentence wait for ever."""
    sentence = next(iter(sentences(4)))
    for speaker in (synthesiser, Synthesiser(), synthesiser):
        speech = speaker.say(sentence, _VOICE)
        assert [word.text for word in speech.words] == sentence.split()
        assert speech.waveform.size / SAMPLE_RATE_HZ >= speech.words[-1].end - 1e-3


def test_word_times_are_in_order_and_inside_the_sound(synthesiser: Synthesiser) -> None:
    for sentence in itertools.islice(sentences(4), 30):
        speech = synthesiser.say(sentence, _VOICE)

        assert [word.text for word in speech.words] == sentence.split()
        assert all(word.start < word.end for word in speech.words)
        assert all(first.end <= second.start for first, second in pairwise(speech.words))
        assert speech.words[0].start >= 0
        assert speech.words[-1].end <= speech.waveform.size / SAMPLE_RATE_HZ + 1e-3


def test_a_comma_is_a_silence_between_two_words(synthesiser: Synthesiser) -> None:
    speech = synthesiser.say("من به خانه می\u200cروم، کتاب\u200cها را می\u200cخوانم.", _VOICE)
    before, after = speech.words[3:5]

    pause = speech.waveform[to_samples(before.end + 0.03) : to_samples(after.start)]
    spoken = speech.waveform[to_samples(after.start) : to_samples(after.end)]

    assert after.start - before.end > 0.1
    assert np.abs(pause).max() < 0.01 < np.abs(spoken).max()


def test_a_faster_voice_is_shorter(synthesiser: Synthesiser) -> None:
    slow, fast = (synthesiser.say("سلام، حال شما چطور است؟", Voice("fa", pace, 50)) for pace in (130, 185))

    assert fast.waveform.size < 0.85 * slow.waveform.size
    assert slow.waveform.dtype == np.float32


def test_unknown_voice_is_refused(synthesiser: Synthesiser) -> None:
    with pytest.raises(SynthesisError, match="no-such-voice"):
        synthesiser.say("سلام.", Voice("no-such-voice", 150, 50))


def test_opus_keeps_length_and_place(synthesiser: Synthesiser) -> None:
    waveform = synthesiser.say("من فارسی حرف می\u200cزنم.", _VOICE).waveform
    heard = through_opus(waveform, bit_rate=24_000)

    assert heard.size == waveform.size
    # Aligned to the millisecond: the loudness of 20 ms blocks moves together.
    blocks = [
        np.sqrt(np.square(sound[: sound.size // 320 * 320].reshape(-1, 320)).mean(1)) for sound in (waveform, heard)
    ]
    assert np.corrcoef(*blocks)[0, 1] > 0.95
