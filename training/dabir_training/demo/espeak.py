"""Speech synthesis with espeak-ng, together with when each word is said.

Calls libespeak-ng directly (ctypes) since the executable does not print word events, and since one initialised library
makes a sentence in some 10 ms. Source of constants and struct layout: espeak-ng 1.51, `speak_lib.h`.
The library keeps global state: one `Synthesiser` per process, not to be shared between threads.
"""

import ctypes
import ctypes.util
import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
import soxr

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ

_RETRIEVAL: Final = 1
_PHONEME_EVENTS: Final = 0x0001
_DONT_EXIT: Final = 0x8000
_CHARS_UTF8: Final = 1
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_EVENT_END_OF_LIST, _EVENT_WORD, _EVENT_PHONEME = 0, 1, 7


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Voice:
    """How a sentence is said: espeak-ng's voice name, words a minute and pitch (0–99)."""

    name: str
    words_per_minute: int
    pitch: int


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word, punctuation included, and its time in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Speech:
    """A spoken sentence: 16 kHz sound and its words in order."""

    waveform: Waveform
    words: tuple[SpokenWord, ...]


class SynthesisError(RuntimeError):
    """espeak-ng is missing, refused a voice, or did not report every word."""


@functools.cache
def _espeak() -> tuple[ctypes.CDLL, int]:
    """The library and its sample rate in Hz. A process has one: initialised twice, it waits for itself for ever."""
    name = ctypes.util.find_library("espeak-ng")
    if name is None:
        raise SynthesisError("libespeak-ng is missing; apt-get install espeak-ng")
    library = ctypes.CDLL(name)
    rate_hz = int(library.espeak_Initialize(_RETRIEVAL, 200, None, _PHONEME_EVENTS | _DONT_EXIT))
    if rate_hz <= 0:
        raise SynthesisError("espeak-ng could not be initialised")
    return library, rate_hz


class Synthesiser:
    """espeak-ng in this process."""

    def __init__(self) -> None:
        """Raises SynthesisError if libespeak-ng is not installed or cannot be initialised."""
        self._library, self._rate_hz = _espeak()
        self._blocks: list[np.ndarray[tuple[int], np.dtype[np.int16]]] = []
        self._starts: list[tuple[int, int]] = []  # (position in the text, sample)
        self._pauses: list[int] = []
        self._callback = _Callback(self._receive)  # kept here, or ctypes would free it

    def say(self, sentence: str, voice: Voice) -> Speech:
        """Says one sentence and returns its sound and word times.

        Raises: SynthesisError if a word was not reported, or the voice is unknown.
        """
        if self._library.espeak_SetVoiceByName(voice.name.encode()) != 0:
            raise SynthesisError(f"espeak-ng has no voice {voice.name}")
        for parameter, value in ((_RATE, voice.words_per_minute), (_PITCH, voice.pitch), (_RANGE, 50), (_VOLUME, 80)):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._blocks, self._starts, self._pauses = [], [], []
        self._library.espeak_SetSynthCallback(
            self._callback
        )  # the library has one; another Synthesiser may have set it
        text = sentence.encode()
        self._library.espeak_Synth(text, len(text) + 1, 0, 1, 0, _CHARS_UTF8, None, None)
        self._library.espeak_Synchronize()
        raw = np.concatenate(self._blocks).astype(np.float32) / np.float32(32768.0)
        waveform = soxr.resample(raw, self._rate_hz, SAMPLE_RATE_HZ).astype(np.float32, copy=False)
        return Speech(waveform, self._words(sentence, raw.size))

    def _receive(
        self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, events: "ctypes._Pointer[_Event]"
    ) -> int:
        if samples and count:
            self._blocks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        at = 0
        while (event := events[at]).type != _EVENT_END_OF_LIST:
            if event.type == _EVENT_WORD and event.length > 0:
                self._starts.append((event.text_position - 1, event.sample))
            if event.type == _EVENT_PHONEME and event.id.string.startswith(b"_"):
                self._pauses.append(event.sample)
            at += 1
        return 0

    def _words(self, sentence: str, total: int) -> tuple[SpokenWord, ...]:
        starts = _first_in_each(_places(sentence), self._starts)
        bounds = sorted({*starts, *self._pauses, total})
        ends = [next(bound for bound in bounds if bound > start) for start in starts]
        return tuple(
            SpokenWord(text, start / self._rate_hz, end / self._rate_hz)
            for text, start, end in zip(sentence.split(), starts, ends, strict=True)
        )


def _places(sentence: str) -> list[tuple[int, int]]:
    places, at = [], 0
    for word in sentence.split(" "):
        places.append((at, at + len(word)))
        at += len(word) + 1
    return places


def _first_in_each(places: list[tuple[int, int]], starts: list[tuple[int, int]]) -> list[int]:
    found = [next((sample for position, sample in starts if first <= position < last), None) for first, last in places]
    complete = [sample for sample in found if sample is not None]
    if len(complete) != len(found) or complete != sorted(set(complete)):
        raise SynthesisError("espeak-ng did not report every word of the sentence")
    return complete
