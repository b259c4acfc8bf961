"""One window through a checkpoint: features, encoder, language, decoding, guards, word times.

The encoder's output serves language detection, every attempt at decoding and alignment; it is computed once for each
length of the input that is tried. The language is that which the first of them said.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from dabir_core.arrays import LogMel, Waveform
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.guards import Guards, WindowJudge
from dabir_core.asr.halves import halve, join
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.input_lengths import InputLengths
from dabir_core.asr.ladder import Attempt, Hearing, Ladder, Manner
from dabir_core.asr.language import check_task, known_languages
from dabir_core.asr.language_evidence import LanguageGuess
from dabir_core.asr.language_tracking import LanguageTracker, LanguageTurn
from dabir_core.asr.look_alikes import written_language
from dabir_core.asr.orders import Claim, Withdrawn
from dabir_core.asr.prompting import context_tokens
from dabir_core.asr.repetition import LoopGuard
from dabir_core.asr.scheduler import HeardWindow, Scheduler
from dabir_core.asr.script_check import other_language
from dabir_core.asr.search import BeamRule, DecodingRequest
from dabir_core.asr.timestamps import with_passages
from dabir_core.asr.window_result import WindowResult
from dabir_core.asr.word_times import with_words
from dabir_core.options import TranscribeOptions, Urgency
from dabir_core.progress import CancelToken
from dabir_core.speech import Window, log_mel


@dataclass(frozen=True, slots=True)
class WindowReader:
    """Reads windows with one checkpoint under one set of options; may be used by many threads.

    `judge` is the guards unless another is given; `options` get the checkpoint's own codes of languages. `lengths` are
    the inputs that the encoder may be given: only whole windows unless the checkpoint has earned shorter ones
    (`models.earned_lengths`) or a benchmark forces them.
    """

    scheduler: Scheduler
    checkpoint: Checkpoint
    options: TranscribeOptions
    judge: WindowJudge | None = None
    lengths: InputLengths | None = None
    _context: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuses, before any sound is read, what the checkpoint cannot do.

        Raises: OptionError.
        """
        vocabulary = self.checkpoint.vocabulary
        check_task(self.options.task, vocabulary)
        object.__setattr__(self, "options", known_languages(self.options, vocabulary))
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

    @property
    def input_lengths(self) -> InputLengths:
        """Those that are allowed."""
        return self.lengths or InputLengths.full(self.checkpoint.dimensions)

    def read(
        self,
        window: Window,
        cancel: CancelToken,
        *,
        urgency: Urgency = Urgency.FILE,
        turn: LanguageTurn | None = None,
    ) -> WindowResult | None:
        """What the window says; None if it was asked to stop before the end of it.

        `turn` is its turn among the recording's windows to say the language; without one it decides for itself.
        """
        options = self.options
        candidates = options.candidates if options.language is None else ()
        judge = self.judge or Guards(self.checkpoint.vocabulary.first_timestamp, options.task, candidates)
        turn = turn or LanguageTracker(options.candidates).turn()
        try:
            attempt = Ladder(judge, options.temperature).climb(
                _WindowHearing(self, window, Claim(urgency, cancel), turn=turn)
            )
            return replace(self._result(attempt), clues=turn.clues)
        except Withdrawn:
            return None

    def _result(self, attempt: Attempt) -> WindowResult:
        """The attempt in its place, with the doubts that are left."""
        parts = attempt.parts
        if attempt.is_withheld:
            parts = tuple(replace(part, text="", words=None, passages=None) for part in parts)
        return replace(join(parts), doubts=attempt.doubts)

    def _timed(self, result: WindowResult, heard: HeardWindow) -> WindowResult:
        """With the times that were asked for: words', or else those of decoded timestamp tokens."""
        vocabulary, options = self.checkpoint.vocabulary, self.options
        if options.words:
            prompt = vocabulary.prompt(result.language, options.task, timestamps=False)
            return with_words(result, heard.align, prompt=prompt, vocabulary=vocabulary)
        return with_passages(result, vocabulary) if options.timestamp_tokens else result

    def _features(self, waveform: Waveform, length: int) -> LogMel:
        """(1, M, F) of the waveform, padded with silence to `length` samples, as checkpoints were trained."""
        padded = np.zeros(length, dtype=np.float32)
        padded[: waveform.size] = waveform
        return log_mel(padded, mel_bins=self.checkpoint.dimensions.mel_bins)[None]

    def _request(self, language: str, manner: Manner) -> DecodingRequest:
        options = self.options
        return DecodingRequest(
            language=language,
            task=options.task,
            timestamps=options.timestamp_tokens,
            temperature=manner.temperature,
            seed=options.seed,
            max_tokens=self.token_cap,
            beams=BeamRule(manner.beams) if manner.beams > 1 else None,
        )


class _WindowHearing:
    """Obeys `Hearing`: encoded when it is decoded first, once for each length of the input.

    Its language is found by then, and is its halves' too.
    """

    def __init__(
        self,
        reader: WindowReader,
        window: Window,
        claim: Claim,
        *,
        turn: LanguageTurn,
        language: LanguageGuess | None = None,
    ) -> None:
        self._reader = reader
        self._window = window
        self._claim = claim
        self._turn = turn
        self._language = language
        self._heard: dict[int, HeardWindow] = {}

    @property
    def prompt(self) -> str:
        """See Hearing."""
        options = self._reader.options
        return " ".join([*options.hot_words, options.prompt]).strip()

    @property
    def allows_short(self) -> bool:
        """See Hearing."""
        return self._short_length < self._reader.input_lengths.whole

    @property
    def _short_length(self) -> int:
        return self._reader.input_lengths.of(self._window.waveform.size)

    def decode(self, manner: Manner) -> WindowResult:
        """See Hearing."""
        reader = self._reader
        heard = self._hear(self._short_length if manner.shortened else reader.input_lengths.whole)
        self._language = self._language or self._decide(heard)
        hypothesis = heard.decode(
            reader._request(self._language.language, manner),
            context=reader._context if manner.with_prompt else (),
            guard=LoopGuard(reader.checkpoint.vocabulary.first_timestamp),
        )
        result = self._result(hypothesis, self._language)
        self._turn.read(written_language(result.text))
        return reader._timed(result, heard)

    def _decide(self, heard: HeardWindow) -> LanguageGuess:
        """The forced language, which is always obeyed, or what the recording's windows say so far.

        Raises: Withdrawn when its job is cancelled while it waits for the windows before.
        """
        options = self._reader.options
        if options.language is not None:
            return LanguageGuess(options.language, 1.0)
        said = heard.languages(options.candidates)
        guess = self._turn.decide(said, self._window.speech_seconds, cancel=self._claim.cancel)
        if guess is None:
            raise Withdrawn
        return guess

    def as_written(self, text: str) -> Hearing | None:
        """See Hearing."""
        options = self._reader.options
        if options.language is not None or self._language is None:
            return None
        other = other_language(text, self._language.language, candidates=options.candidates)
        if other is None:
            return None
        alike = self._with(self._window, self._turn.belief(other))
        alike._heard = self._heard
        return alike

    def halves(self) -> tuple[Hearing, Hearing] | None:
        """See Hearing."""
        windows = halve(self._window)
        if windows is None:
            return None
        first, second = (self._with(half, self._language) for half in windows)
        return first, second

    def _with(self, window: Window, language: LanguageGuess | None) -> "_WindowHearing":
        return _WindowHearing(self._reader, window, self._claim, turn=self._turn, language=language)

    def _hear(self, length: int) -> HeardWindow:
        if length not in self._heard:
            features = self._reader._features(self._window.waveform, length)
            self._heard[length] = self._reader.scheduler.encode(features, self._claim)
        return self._heard[length]

    def _result(self, hypothesis: Hypothesis, language: LanguageGuess) -> WindowResult:
        window = self._window
        return WindowResult(
            start=window.start,
            end=window.end,
            spans=window.spans,
            hypothesis=hypothesis,
            text=self._reader.checkpoint.vocabulary.decode(hypothesis.tokens).strip(),
            language=language.language,
            language_probability=language.probability,
        )
