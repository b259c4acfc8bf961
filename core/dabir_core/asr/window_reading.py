"""One window through a checkpoint: features, encoder, language, decoding, word times.

The encoder's output serves language detection, decoding and alignment; it is computed once.
"""

from dataclasses import dataclass, field

import numpy as np

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.decoding import DecodingRequest, Opening, decode, open_rows
from dabir_core.asr.engines.engine import Encoded, Engine
from dabir_core.asr.language import check_task, known_language
from dabir_core.asr.prompting import context_tokens
from dabir_core.asr.timestamps import with_passages
from dabir_core.asr.window_result import WindowResult
from dabir_core.asr.word_times import with_words
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken
from dabir_core.speech import Window, log_mel
from dabir_core.transcript import EndedBy
from dabir_core.units import LogMel, Waveform


@dataclass(frozen=True, slots=True)
class WindowReader:
    """Reads windows with one checkpoint under one set of options."""

    engine: Engine
    checkpoint: Checkpoint
    options: TranscribeOptions
    _context: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuses, before any sound is read, what the checkpoint cannot do.

        Raises: OptionError.
        """
        vocabulary = self.checkpoint.vocabulary
        check_task(self.options.task, vocabulary)
        if self.options.language is not None:
            known_language(self.options.language, vocabulary)
        elif vocabulary.is_multilingual:
            for candidate in self.options.candidates:
                known_language(candidate, vocabulary)
        context = context_tokens(self.checkpoint, prompt=self.options.prompt, hot_words=self.options.hot_words)
        object.__setattr__(self, "_context", context)  # the same for every window

    @property
    def token_cap(self) -> int:
        """How many tokens a window may have, end-of-text among them: what the longest prompt leaves of the positions.

        One position less, for an alignment feeds end-of-text after a text that was cut off here.
        """
        vocabulary = self.checkpoint.vocabulary
        language = next(iter(vocabulary.languages), None)
        start = vocabulary.prompt(language, self.options.task, timestamps=False)
        return self.checkpoint.dimensions.target_positions - len(self._context) - len(start) - 1

    def read(self, window: Window, cancel: CancelToken) -> WindowResult | None:
        """What the window says; None if it was asked to stop before the end of it."""
        encoded = self.engine.encode(self._features(window.waveform))
        opening = open_rows(encoded, [0], checkpoint=self.checkpoint, contexts=[self._context])
        language, probability = self._language(opening)
        hypothesis = decode(opening, [self._request(language)], cancel=cancel)[0]
        if hypothesis.ended_by is EndedBy.CANCEL:
            return None
        result = WindowResult(
            start=window.start,
            end=window.end,
            spans=window.spans,
            hypothesis=hypothesis,
            text=self.checkpoint.vocabulary.decode(hypothesis.tokens).strip(),
            language=language,
            language_probability=probability,
        )
        return self._timed(result, encoded)

    def _timed(self, result: WindowResult, encoded: Encoded) -> WindowResult:
        """With the times that were asked for: words', or else those of decoded timestamp tokens."""
        vocabulary, options = self.checkpoint.vocabulary, self.options
        if options.words:
            prompt = vocabulary.prompt(result.language, options.task, timestamps=False)
            return with_words(result, encoded, row=0, prompt=prompt, vocabulary=vocabulary)
        return with_passages(result, vocabulary) if options.timestamp_tokens else result

    def _features(self, waveform: Waveform) -> LogMel:
        """(1, M, F) of the waveform, padded with silence to the checkpoint's window, as checkpoints were trained."""
        dimensions = self.checkpoint.dimensions
        padded = np.zeros(dimensions.window_samples, dtype=np.float32)
        padded[: waveform.size] = waveform
        return log_mel(padded, mel_bins=dimensions.mel_bins)[None]

    def _language(self, opening: Opening) -> tuple[str, float]:
        """The language and the detector's belief in it; a forced one is always obeyed."""
        if self.options.language is not None:
            return known_language(self.options.language, self.checkpoint.vocabulary), 1.0
        guess = opening.languages(self.options.candidates)[0]
        return guess.language, guess.probability

    def _request(self, language: str) -> DecodingRequest:
        options = self.options
        return DecodingRequest(
            language=language,
            task=options.task,
            timestamps=options.timestamp_tokens,
            temperature=options.temperature,
            seed=options.seed,
            max_tokens=self.token_cap,
        )
