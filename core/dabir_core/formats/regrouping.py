"""A transcript cut anew into cues of other limits: a pure function over its words.

Windows end where the sound could be cut and segments where they ended, which is no reason to end a subtitle: here the
words of neighbouring segments run on. A segment without words is kept as it is, since a time inside it would be a
guess; so is one whose text was edited and is no longer what its words say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from dabir_core.asr.segments import CueLimits, cut_words, join_words
from dabir_core.transcript import EndedBy, Segment, Transcript, Word
from dabir_core.units import Seconds


def regroup(transcript: Transcript, limits: CueLimits | None = None) -> Transcript:
    """The transcript with segments that obey the limits (a subtitle's by default) wherever a cut can make them.

    All words stay, in their order and with their times. A cue that is read more slowly than it is said ends later than
    its last word, but never after the next cue's start, nor after the recording.
    """
    limits = limits or CueLimits()
    runs = _runs(transcript.segments)
    ends = [*(run[0].start for run in runs[1:]), transcript.duration]
    segments = [cue for run, end in zip(runs, ends, strict=False) for cue in _cues(run, limits, until=end)]
    return replace(transcript, segments=tuple(segments))


def _runs(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Neighbouring segments whose words may share a cue; others each by itself."""
    runs: list[list[Segment]] = []
    for segment in segments:
        if runs and _may_join(runs[-1][-1], segment):
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return runs


def _may_join(before: Segment, after: Segment) -> bool:
    return before.language == after.language and before.is_spelt and after.is_spelt


def _cues(run: Sequence[Segment], limits: CueLimits, *, until: Seconds) -> Iterator[Segment]:
    if not run[0].is_spelt:
        yield run[0]
        return
    sources = [segment for segment in run for _ in segment.words]
    words = [word for segment in run for word in segment.words]
    groups = cut_words(words, limits, language=run[0].language, until=until)
    starts = [*(group[0].start for group in groups), until]
    first = 0
    for group, (_, next_start) in zip(groups, pairwise(starts), strict=True):
        yield _cue(group, sources[first : first + len(group)], limits, until=next_start)
        first += len(group)


def _cue(words: tuple[Word, ...], sources: Sequence[Segment], limits: CueLimits, *, until: Seconds) -> Segment:
    """A segment of these words; `sources` has the segment that each of them stood in."""
    text = join_words(words, language=sources[0].language)
    start, spoken_until = words[0].start, words[-1].end
    longer = min(start + limits.reading_time(text), start + limits.duration, until)
    return replace(
        sources[0],
        start=start,
        end=max(spoken_until, longer),
        text=text,
        words=words,
        mean_log_probability=sum(source.mean_log_probability for source in sources) / len(sources),
        no_speech_probability=max(source.no_speech_probability for source in sources),
        ended_by=next(
            (each.ended_by for each in sources if each.ended_by is not EndedBy.END_OF_TEXT), sources[0].ended_by
        ),
    )
