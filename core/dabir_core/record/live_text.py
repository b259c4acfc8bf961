"""Live text: what is said, written while it is recorded; the caller keeps the text of the finished recording instead.

    LiveSound ─► Utterances ─┬─ under way ─► draft ─► LocalAgreement ─► committed, tentative
                             └─ ended ─────► read ──► FinalUtterance

All of it happens in the thread that asks for the updates, one reading at a time: none is queued, and one that takes
long only makes the next one hear more. The sound is read from the recording's file, so that neither a slow machine nor
a slow listener loses any, or holds the recording up.
"""

import time
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from dabir_core.audio.mix import STRETCH
from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken
from dabir_core.record.live_sound import LiveBlock, LiveSound
from dabir_core.record.live_update import FinalUtterance, LiveUpdate
from dabir_core.record.local_agreement import LocalAgreement, changed_share
from dabir_core.record.pace import Pace
from dabir_core.record.utterances import Utterances
from dabir_core.speech import SpeechProbabilities, Window
from dabir_core.transcript import Segment, Word
from dabir_core.units import Seconds, to_samples

_LOOK_SECONDS: Seconds = 0.2
_QUIET_LOOKS: Final = 5
"""After a second without any sound, silence neither, the recording pauses or its microphone is gone."""


class ReadsUtterances(Protocol):
    """Reads the utterances of one recording in their order; both readings give None where they were cancelled."""

    @property
    def limit_samples(self) -> int:
        """What no utterance may be longer than."""

    def vad(self) -> SpeechProbabilities:
        """A detector for one stretch of sound."""

    def draft(self, window: Window, cancel: CancelToken) -> tuple[Segment, ...] | None:
        """What an utterance that goes on says so far."""

    def read(self, window: Window, cancel: CancelToken) -> tuple[Segment, ...] | None:
        """What an utterance said."""


class GivesLiveReader(Protocol):
    """What live text needs of `Transcriber`."""

    def live(self, options: TranscribeOptions | None = None) -> ReadsUtterances:
        """A reader for one recording."""


class GivesLiveSound(Protocol):
    """What live text needs of `Session`."""

    def live(self) -> LiveSound:
        """The sound as it comes."""


class LiveText:
    """The live text of one recording; iterated once, in any thread."""

    def __init__(
        self,
        session: GivesLiveSound,
        transcriber: GivesLiveReader,
        options: TranscribeOptions | None = None,
        *,
        clock: Callable[[], Seconds] = time.monotonic,
    ) -> None:
        """Raises: OptionError for what the checkpoint cannot do."""
        self._sound = session.live()
        self._reader = transcriber.live(options)
        self._clock = clock

    def updates(self, *, cancel: CancelToken | None = None) -> Iterator[LiveUpdate]:
        """How the text stands, each time that it changed, to the recording's end or until cancelled.

        The session need not have begun. After its end the last utterance is still read.

        Raises: ModelMemory, CheckpointCorrupt; the recording goes on.
        """
        cancel = cancel or CancelToken()
        writing, quiet_looks = _Writing(self._reader, cancel, self._clock), 0
        while not self._sound.is_over and not cancel.is_cancelled:
            block = self._sound.take(_LOOK_SECONDS)
            quiet_looks = quiet_looks + 1 if block is None else 0
            if block is not None:
                yield from writing.hear(block, is_behind=self._sound.behind >= STRETCH)
            elif quiet_looks == _QUIET_LOOKS:
                yield from writing.finish()
        yield from writing.finish()


class _Writing:
    """The text of one recording while it grows."""

    def __init__(self, reader: ReadsUtterances, cancel: CancelToken, clock: Callable[[], Seconds]) -> None:
        self._reader, self._cancel, self._clock = reader, cancel, clock
        self._utterances = Utterances(reader.vad, reader.limit_samples)
        self._agreement = LocalAgreement()
        self._pace = Pace()
        self._language = ""
        self._heard: Seconds = 0.0
        self._read_to: Seconds = 0.0

    def hear(self, block: LiveBlock, *, is_behind: bool) -> Iterator[LiveUpdate]:
        """Takes a block; what has ended is read, and what goes on where enough is new and no more sound waits."""
        ended = self._utterances.push(block)
        self._heard = block.end
        yield from self._read(ended)
        window = self._utterances.open
        if window is None or is_behind or self._pace.is_too_slow:
            return
        if to_samples(self._heard - max(self._read_to, window.start)) >= to_samples(self._pace.step):
            yield from self._draft(window)

    def finish(self) -> Iterator[LiveUpdate]:
        """The sound is over, for now or for good."""
        yield from self._read(self._utterances.finish())

    def _draft(self, window: Window) -> Iterator[LiveUpdate]:
        began, was_too_slow = self._clock(), self._pace.is_too_slow
        segments = self._reader.draft(window, self._cancel)
        if segments is None:
            return
        self._pace.note(self._clock() - began)
        self._read_to = self._heard
        before = self._agreement.committed, self._agreement.tentative
        self._agreement.hear(_words(segments))
        self._language = segments[0].language if segments else self._language
        if before != (self._agreement.committed, self._agreement.tentative) or was_too_slow != self._pace.is_too_slow:
            yield self._update()

    def _read(self, windows: list[Window]) -> Iterator[LiveUpdate]:
        for number, window in enumerate(windows, start=1):
            began = self._clock()
            segments = self._reader.read(window, self._cancel)
            if segments is None:
                return
            if self._pace.is_too_slow:  # else drafts say it, which are not read a second time when they are doubted
                self._pace.note(self._clock() - began)
            goes_on = number < len(windows) or self._utterances.open is not None
            yield self._update(self._ended(window, segments, goes_on=goes_on))

    def _ended(self, window: Window, segments: tuple[Segment, ...], *, goes_on: bool) -> FinalUtterance:
        """The utterance's final text; words that were committed behind its end begin the next one."""
        inside, behind = list[Word](), list[Word]()
        for word in self._agreement.committed:
            is_behind = goes_on and (word.start + word.end) / 2 >= window.end
            (behind if is_behind else inside).append(word)
        self._agreement = LocalAgreement(behind)
        return FinalUtterance(window.start, window.end, segments, len(inside), changed_share(inside, _words(segments)))

    def _update(self, *ended: FinalUtterance) -> LiveUpdate:
        return LiveUpdate(
            ended,
            self._agreement.committed,
            self._agreement.tentative,
            self._language,
            self._heard,
            self._pace.real_time_factor,
            self._pace.is_too_slow,
        )


def _words(segments: tuple[Segment, ...]) -> tuple[Word, ...]:
    return tuple(word for segment in segments for word in segment.words)
