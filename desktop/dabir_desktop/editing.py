"""What a person may do to a transcript: each act makes a new transcript of an old one, and shares what stays. Pure.

So undoing is going back to the old one; `difference` says which segments changed, for whoever shows them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dabir_core.formats import CueLimits, regroup
from dabir_core.text import DisplayRules, mend, mend_segment
from dabir_core.text.folding import Folding, Place
from dabir_core.text.spaces import UNSPACED_LANGUAGES
from dabir_core.transcript import EndedBy, Segment, Transcript, Word
from dabir_core.units import Seconds
from dabir_desktop.rewriting import Rewriter


@dataclass(frozen=True, slots=True)
class Match:
    """A place where the sought text stands, in segment number `segment`."""

    segment: int
    place: Place


@dataclass(frozen=True, slots=True)
class Difference:
    """From segment number `first` on, `before` stand in one transcript where `after` stand in another."""

    first: int
    before: tuple[Segment, ...]
    after: tuple[Segment, ...]


def difference(before: Transcript, after: Transcript) -> Difference:
    """What differs between two transcripts' segments; quick where most of them are the same objects."""
    old, new = before.segments, after.segments
    shortest = min(len(old), len(new))
    first = next((at for at in range(shortest) if _differ(old[at], new[at])), shortest)
    same = next((at for at in range(shortest - first) if _differ(old[-1 - at], new[-1 - at])), shortest - first)
    return Difference(first, old[first : len(old) - same], new[first : len(new) - same])


def rebased(now: Transcript, *, base: Transcript, after: Transcript) -> Transcript:
    """What became of `base` while somebody edited it: `now` with the change from `base` to `after`.

    What was edited meanwhile in the very part that changed is replaced with it; all else that was edited stays.
    """
    if now is base:
        return after
    part = difference(base, after)
    if not part.before and not part.after:
        return now
    start = part.before[0].start if part.before else part.after[0].start
    end = part.before[-1].end if part.before else start
    kept_before = tuple(each for each in now.segments if each.start < start)
    kept_after = tuple(each for each in now.segments if each.start >= max(start, end))
    return replace(after, segments=(*kept_before, *part.after, *kept_after))


class Editor:
    """The acts that change text; keeps what it learned about signs, so that one is made and used on."""

    def __init__(self) -> None:
        self._rewriter = Rewriter()
        self._folding = Folding()

    def with_lines(self, transcript: Transcript, first: int, *, count: int, lines: Sequence[str]) -> Transcript:
        """The transcript with these lines in the place of `count` segments from number `first` on.

        Words that stay keep their times. Lines that stand for no segment get the time between their neighbours.
        """
        segments = transcript.segments
        last = first + count
        until = segments[last].start if last < len(segments) else transcript.duration
        old = segments[first:last] or (_nothing(transcript, first, until),)
        new = self._rewriter.rewritten(old, lines, until=until) if lines else ()
        return replace(transcript, segments=(*segments[:first], *new, *segments[last:]))

    def merged(self, transcript: Transcript, first: int, *, count: int = 2) -> Transcript:
        """The transcript with these neighbours as one segment; the same where there are not so many."""
        segments = transcript.segments[first : first + count]
        if len(segments) < 2:
            return transcript
        gap = "" if segments[0].language in UNSPACED_LANGUAGES else " "
        line = gap.join(text for segment in segments if (text := segment.text.strip()))
        return self.with_lines(transcript, first, count=len(segments), lines=[line])

    def split(self, transcript: Transcript, number: int, *, at: int) -> Transcript:
        """The transcript with a segment cut in two before this sign of its text."""
        text = transcript.segments[number].text
        return self.with_lines(transcript, number, count=1, lines=[text[:at].rstrip(), text[at:].lstrip()])

    def matches(self, transcript: Transcript, sought: str, *, among: range | None = None) -> tuple[Match, ...]:
        """Where the sought text stands, folded: ي for ی, ك for ک, half-spaces or none, digits of any script.

        In all segments, or in those of these numbers.
        """
        segments = transcript.segments
        return tuple(
            Match(number, place)
            for number in (range(len(segments)) if among is None else among)
            for place in self._folding.places(segments[number].text, sought)
        )

    def replaced(self, transcript: Transcript, matches: Sequence[Match], *, by: str) -> Transcript:
        """The transcript with another text in these places."""
        found: dict[int, list[Place]] = {}
        for match in matches:
            found.setdefault(match.segment, []).append(match.place)
        return self._relined(
            transcript,
            {number: _with_text(transcript.segments[number].text, places, by) for number, places in found.items()},
        )

    def mended(self, transcript: Transcript, rules: DisplayRules) -> Transcript:
        """The transcript with its Persian mended; segments that need nothing stay the same objects."""
        stale = {
            number: mend(segment.text, rules, language=segment.language)
            for number, segment in enumerate(transcript.segments)
            if segment.words and not segment.is_spelt
        }
        transcript = self._relined(transcript, stale)
        return _each(transcript, lambda segment: mend_segment(segment, rules))

    def _relined(self, transcript: Transcript, lines: dict[int, str]) -> Transcript:
        segments = list(transcript.segments)
        for number, line in lines.items():
            old = segments[number]
            if line != old.text:
                segments[number] = self._rewriter.rewritten([old], [line], until=old.end)[0]
        return replace(transcript, segments=tuple(segments))


def reflowed(transcript: Transcript, limits: CueLimits) -> Transcript:
    """The transcript cut into subtitles of these limits; segments that fit already stay the same objects."""
    old = {(segment.start, segment.end, segment.text): segment for segment in transcript.segments}
    new = regroup(transcript, limits)
    kept = (old.get((each.start, each.end, each.text), each) for each in new.segments)
    return replace(new, segments=tuple(kept))


def confirmed(transcript: Transcript, start: Seconds, end: Seconds) -> Transcript:
    """The transcript with the words of this part taken for right, and without warnings of it."""

    def sure(word: Word) -> Word:
        is_inside = start <= (word.start + word.end) / 2 <= end
        return replace(word, probability=1.0) if is_inside and word.probability < 1.0 else word

    def of_sure_words(segment: Segment) -> Segment:
        return replace(segment, words=tuple(map(sure, segment.words)), ended_by=EndedBy.END_OF_TEXT)

    changed = _each(transcript, lambda each: of_sure_words(each) if each.end > start and each.start < end else each)
    warnings = tuple(each for each in transcript.warnings if not (start <= each.start and each.end <= end))
    return replace(changed, warnings=warnings)


def with_times(transcript: Transcript, number: int, *, start: Seconds, end: Seconds) -> Transcript:
    """The transcript with another start and end of one segment.

    Its words move along if all of it is moved; else those that would stick out are shortened.

    Raises: ValueError if the times are no times of it: see `may_have_times`.
    """
    if not may_have_times(transcript, number, start=start, end=end):
        raise ValueError(f"segment {number} from {start} to {end}")
    segment = transcript.segments[number]
    shift = start - segment.start
    moved = shift if abs(end - segment.end - shift) < 0.0005 else 0.0

    def inside(time: Seconds) -> Seconds:
        return min(end, max(start, time + moved))

    words = tuple(replace(word, start=inside(word.start), end=inside(word.end)) for word in segment.words)
    changed = replace(segment, start=start, end=end, words=words)
    return replace(transcript, segments=(*transcript.segments[:number], changed, *transcript.segments[number + 1 :]))


def may_have_times(transcript: Transcript, number: int, *, start: Seconds, end: Seconds) -> bool:
    """Whether a segment may last so: within the recording, beginning before it ends, and in its neighbours' order."""
    segments = transcript.segments
    earliest = segments[number - 1].start if number else 0.0
    latest = segments[number + 1].start if number + 1 < len(segments) else transcript.duration
    return earliest <= start <= latest and start < end <= max(transcript.duration, segments[number].end)


def _differ(one: Segment, other: Segment) -> bool:
    return one is not other and one != other


def _each(transcript: Transcript, change: Callable[[Segment], Segment]) -> Transcript:
    """The transcript with each segment changed; what comes out equal stays the same object."""
    changed = ((segment, change(segment)) for segment in transcript.segments)
    return replace(transcript, segments=tuple(old if new == old else new for old, new in changed))


def _with_text(text: str, places: Sequence[Place], by: str) -> str:
    parts, at = [], 0
    for place in places:
        parts += [text[at : place.first], by]
        at = place.last
    return "".join([*parts, text[at:]])


def _nothing(transcript: Transcript, number: int, until: Seconds) -> Segment:
    since = transcript.segments[number - 1].end if number else 0.0
    return Segment(min(since, until), until, "", transcript.language)
