"""The prepared set: whether it is there and whole, whether labels fit the decoder, whether its clips can be decoded."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import soundfile
from tokenizers import Tokenizer

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.checkpoint_files import TOKENIZER
from dabir_core.phrase import Phrase
from dabir_core.units import Seconds
from dabir_training.configuration import RunConfig
from dabir_training.doctor.finding import Finding, good, refused, wrong
from dabir_training.errors import PreparedSetWrong
from dabir_training.manifest import MANIFEST, PREPARED, Clip, PreparedSet, Split
from dabir_training.prepare import prepared_set

_SAMPLED: Final = 48
_ENCODED_AT_ONCE: Final = 1000
_STEERING_TOKENS: Final = 5
"""Start, language, task, no timestamps, and the end."""
_SECONDS_AN_HOUR: Final = 3600
_NOT_THERE: Final = Phrase(
    en="Nothing is prepared in {folder}. Run `dabir-train prepare` with this run file; then ask the doctor again.",
    fa="چیزی در {folder} آماده نشده است. «dabir-train prepare» را با همین فایل اجرا کنید و دوباره از doctor بپرسید.",
)
_HALF: Final = Phrase(
    en="The prepared set in {folder} lacks {file}: it was not finished. Run `dabir-train prepare` again.",
    fa="مجموعهٔ آماده در {folder} فایل {file} را ندارد و ناتمام است. «dabir-train prepare» را دوباره اجرا کنید.",
)
_EMPTY: Final = Phrase(
    en="The prepared set has no clip for {split}. Look at its report.json for what was dropped, and mend [prepare].",
    fa="مجموعهٔ آماده برای {split} هیچ تکه‌ای ندارد. report.json را ببینید که چه کنار رفته و [prepare] را اصلاح کنید.",
)
_SET: Final = Phrase(
    en="Prepared: {train} clips to train ({hours} h), {dev} of dev, {test} of test; {speakers} speakers in training.",
    fa="آماده شده: {train} تکه برای آموزش ({hours} ساعت)، {dev} برای dev و {test} برای test؛ {speakers} گوینده در "
    "آموزش.",
)
_SHARED: Final = Phrase(
    en="{count} speakers of training are in {split} too: its figures would be too good. Prepare again.",
    fa="{count} گویندهٔ آموزش در {split} هم هستند و نتیجه بهتر از واقعیت می‌شود. دوباره آماده کنید.",
)
_LABELS: Final = Phrase(
    en="Labels: the longest of {count} has {longest} tokens; the decoder takes {most}.",
    fa="برچسب‌ها: بلندترین از {count} برچسب {longest} نشانه دارد؛ رمزگشا {most} می‌پذیرد.",
)
_LONG_LABELS: Final = Phrase(
    en="{count} labels are longer than the {most} tokens that the decoder takes, {id} first ({longest}). Lower "
    "[prepare] longest or fastest and prepare again.",
    fa="{count} برچسب از {most} نشانه‌ای که رمزگشا می‌پذیرد بلندترند، نخست {id} ({longest}). در [prepare] مقدار "
    "longest یا "
    "fastest را کم و دوباره آماده کنید.",
)
_SOUNDS: Final = Phrase(
    en="Sounds: {count} clips drawn by chance were all decoded.", fa="صداها: {count} تکهٔ تصادفی همگی خوانده شدند."
)
_BAD_SOUNDS: Final = Phrase(
    en="{bad} of {count} clips drawn by chance cannot be decoded, {id} first: {reason}. Unpack the source again.",
    fa="از {count} تکهٔ تصادفی {bad} تا خوانده نمی‌شوند، نخست {id}: {reason}. منبع را دوباره باز کنید.",
)
_MOVED: Final = Phrase(
    en="The sounds of the prepared set are gone: {path} is missing. Put the source back or prepare again.",
    fa="صداهای مجموعهٔ آماده نیستند: {path} پیدا نشد. منبع را برگردانید یا دوباره آماده کنید.",
)


@dataclass(slots=True)
class Tally:
    """What one pass over the manifest finds; of clips, only a sample is kept."""

    seed: int
    clips: Counter[Split] = field(default_factory=Counter)
    hours: float = 0.0
    speakers: dict[Split, set[str]] = field(default_factory=lambda: {split: set() for split in Split})
    sample: list[Clip] = field(default_factory=list)
    seen: int = 0

    def add(self, clip: Clip) -> None:
        """Counts a clip, and keeps it by chance, each with the same. Source: Vitter 1985, algorithm R."""
        self.clips[clip.split] += 1
        if clip.split is Split.TRAIN:
            self.hours += clip.duration / _SECONDS_AN_HOUR
        if clip.speaker:
            self.speakers[clip.split].add(clip.speaker)
        self.seen += 1
        if len(self.sample) < _SAMPLED:
            self.sample.append(clip)
            return
        place = random.Random(f"{self.seed} {self.seen}").randrange(self.seen)
        if place < _SAMPLED:
            self.sample[place] = clip


def examine_prepared(config: RunConfig, checkpoint: Checkpoint) -> Iterator[Finding]:
    """The manifest read once; then a sample of its sounds."""
    prepared = PreparedSet(config.prepared)
    if missing := [name for name in (MANIFEST, PREPARED) if not (prepared.folder / name).is_file()]:
        phrase = _NOT_THERE if MANIFEST in missing else _HALF
        yield wrong(phrase, folder=str(prepared.folder), file=missing[0])
        return
    tally, labels = Tally(config.seed), _Labels(checkpoint)
    try:
        prepared = prepared_set(config)
        for clip in prepared.clips():
            tally.add(clip)
            labels.add(clip)
    except PreparedSetWrong as error:
        yield refused(error)
        return
    yield from _counts(tally)
    yield labels.finding()
    yield from _sounds(prepared, tally.sample)


def _counts(tally: Tally) -> Iterator[Finding]:
    needed = (Split.TRAIN, Split.DEV)
    empty = [split for split in needed if not tally.clips[split]]
    yield from (wrong(_EMPTY, split=split) for split in empty)
    if empty:
        return
    counts = {split.value: f"{tally.clips[split]:,}" for split in Split}
    speakers = tally.speakers[Split.TRAIN]
    yield good(_SET, **counts, hours=f"{tally.hours:.1f}", speakers=f"{len(speakers):,}")
    for split in (Split.DEV, Split.TEST):
        if both := speakers & tally.speakers[split]:
            yield wrong(_SHARED, count=str(len(both)), split=split)


class _Labels:
    """How many tokens each clip's text takes; texts are encoded many at a time, on all cores."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._tokenizer = Tokenizer.from_file(str(checkpoint.folder / TOKENIZER))
        self._most = checkpoint.dimensions.target_positions - _STEERING_TOKENS
        self._waiting: list[Clip] = []
        self._count = 0
        self._longest = 0
        self._too_long: list[tuple[str, int]] = []

    def add(self, clip: Clip) -> None:
        """Takes one more clip."""
        self._waiting.append(clip)
        if len(self._waiting) == _ENCODED_AT_ONCE:
            self._encode()

    def finding(self) -> Finding:
        """What there is to say of all that were taken."""
        self._encode()
        told = {"count": f"{self._count:,}", "most": str(self._most), "longest": str(self._longest)}
        if not self._too_long:
            return good(_LABELS, **told)
        id_, tokens = self._too_long[0]
        return wrong(_LONG_LABELS, count=str(len(self._too_long)), most=told["most"], id=id_, longest=str(tokens))

    def _encode(self) -> None:
        encoded = self._tokenizer.encode_batch_fast([clip.text for clip in self._waiting], add_special_tokens=False)
        for clip, tokens in zip(self._waiting, map(len, encoded), strict=True):
            self._longest = max(self._longest, tokens)
            if tokens > self._most:
                self._too_long.append((clip.id, tokens))
        self._count += len(self._waiting)
        self._waiting.clear()


def _sounds(prepared: PreparedSet, sample: list[Clip]) -> Iterator[Finding]:
    missing = [path for clip in sample if not (path := prepared.sound_of(clip)).is_file()]
    if missing:
        yield wrong(_MOVED, path=str(missing[0]))
        return
    bad = [(clip, reason) for clip in sample if (reason := _fault(prepared.sound_of(clip), clip.start))]
    if bad:
        (clip, reason), count = bad[0], str(len(sample))
        yield wrong(_BAD_SOUNDS, bad=str(len(bad)), count=count, id=clip.id, reason=reason)
    else:
        yield good(_SOUNDS, count=str(len(sample)))


def _fault(path: Path, start: Seconds) -> str:
    """Why the clip's sound cannot be decoded; nothing where it can."""
    try:
        with soundfile.SoundFile(path) as file:
            file.seek(int(start * file.samplerate))
            return "" if len(file.read(dtype="float32")) else "no sound in it"
    except (soundfile.SoundFileError, OSError) as cause:
        return str(cause)
