"""What the card says, in English and in Persian. Pure.

Only what was measured stands there as a figure; everything else is named as not measured, with the command that
measures it.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from dabir_training.configuration import RunConfig, SourceKind
from dabir_training.manifest import Split
from dabir_training.release.figures import Figures, Judged, Told

_HOUR: Final = 3600.0
_JUDGED_SPLITS: Final = (Split.DEV, Split.TEST)
_ENGLISH: Final = """\
# {name}

A Whisper checkpoint for the language `{language}`, fine-tuned from {base} with Dabir (`dabir-train`).

## Figures
{figures}
{missing}

## Data
{data}

## Training
{training}

## Use
```
dabir transcribe --model FOLDER recording.ogg
```
The folder holds everything that transformers, CTranslate2 (faster-whisper) and whisper.cpp's converter read;
`conversion.json` has the versions that wrote it and a hash of each file.

## Limits
{limits}
{signature}"""
_PERSIAN: Final = """\
<div dir="rtl" lang="fa">

## خلاصهٔ فارسی
{name} مدلی از خانوادهٔ ویسپر برای زبان `{language}` است که با «دبیر» از روی {base} آموزش دیده است.

{figures}
{missing}

{limits}

</div>
"""
_LIMITS: Final = (
    "- Figures hold for speech like that of the split: read sentences by volunteers. Conversation, dialects, children, "
    "noise and telephones are other things, and are not in them unless a source above brings them.",
    "- Whisper can write what nobody said, above all in silence and noise; see the words invented a minute.",
)
_JUDGED_ON_DEV: Final = (
    "- Dev chose the checkpoint, so its figures are a little too good; test was not looked at while training."
)
_JUDGED_ON_TEST: Final = (
    "- **This run chose its checkpoint on test**, as the run that it repeats did: its figures there are too good."
)
_PERSIAN_LIMITS: Final = (
    "این اعداد تنها برای گفتاری مانند همین مجموعه درست‌اند (جمله‌های خوانده‌شده). گفت‌وگوی روزمره، گویش‌ها، کودکان و جای "
    "شلوغ چیز دیگری است. مدل‌های ویسپر گاهی، به‌ویژه در سکوت و نویز، چیزی می‌نویسند که کسی نگفته است."
)


def english(config: RunConfig, figures: Figures, *, run: str) -> str:
    """The card's English part; `run` is the run file's name."""
    limits = [*_LIMITS, _JUDGED_ON_TEST if config.train.is_judged_on_test else _JUDGED_ON_DEV]
    return _ENGLISH.format(
        name=config.name,
        language=config.language,
        base=_base(figures),
        figures="\n".join(_english_figures(figures)),
        missing="\n".join(_english_missing(figures, run)),
        data="\n".join(_data(figures)),
        training="\n".join(_training(config, figures)),
        limits="\n".join(limits),
        signature=_signature(config),
    )


def persian(config: RunConfig, figures: Figures, *, run: str) -> str:
    """The Persian summary, to be read from the right."""
    rows = [
        f"- خطای واژه در {each.split}: {_rate(each.wer)}؛ خطای نویسه: {_rate(each.cer)} ({each.utterances:,} تکه، "
        f"سنجه {each.scoring})"
        for each in figures.judged.values()
    ]
    missing = [
        f"- **سنجیده نشده:** خطای واژه در {split}. این دستور آن را می‌سنجد: `dabir-train evaluate {run}`"
        for split in _unjudged(figures)
    ]
    return _PERSIAN.format(
        name=config.name,
        language=config.language,
        base=_base(figures),
        figures="\n".join(rows),
        missing="\n".join(missing),
        limits=_PERSIAN_LIMITS,
    )


def _base(figures: Figures) -> str:
    return figures.base_id or figures.base


def _english_figures(figures: Figures) -> Iterator[str]:
    if not figures.judged:
        return
    yield "| split | clips | hours | WER | WER strict | CER | words invented a minute of noise |"
    yield "|---|---|---|---|---|---|---|"
    for each in figures.judged.values():
        invented = "not measured" if each.invented_per_minute is None else f"{each.invented_per_minute:.2f}"
        rates = " | ".join(map(_rate, (each.wer, each.wer_strict, each.cer)))
        yield f"| {each.split} | {each.utterances:,} | {each.hours:.2f} | {rates} | {invented} |"
    yield ""
    yield from _how(list(figures.judged.values()))
    yield from _by_gender(list(figures.judged.values()))


def _how(judged: Sequence[Judged]) -> Iterator[str]:
    one = judged[0]
    search = "greedy" if one.beams == 1 else f"{one.beams} beams"
    yield f"In brackets: 95 % intervals by bootstrap over clips. Scoring `{one.scoring}`; decoded by Dabir's engine "
    yield f"`{one.engine}`, {search}. WER forgives where words are joined or parted and how numbers, letters and "
    yield "half-spaces are spelled; WER strict forgives the spelling alone."
    yield ""


def _by_gender(judged: Sequence[Judged]) -> Iterator[str]:
    told = [each for each in judged if each.by_gender.keys() - {"unknown"}]
    if not told:
        yield "By gender: not measured, for no clip says it."
        return
    for each in told:
        parts = (f"{name} {_rate(rate)} ({clips:,} clips)" for name, (clips, rate) in each.by_gender.items())
        yield f"WER by gender on {each.split}: {'; '.join(parts)}."


def _unjudged(figures: Figures) -> list[Split]:
    return [split for split in _JUDGED_SPLITS if split not in figures.judged]


def _english_missing(figures: Figures, run: str) -> Iterator[str]:
    for split in _unjudged(figures):
        yield f"- **Not measured:** error rates on {split}. One command measures them: `dabir-train evaluate {run}`"
    if _unjudged(figures):
        yield f"\nThen `dabir-train card {run}` writes this page again."


def _data(figures: Figures) -> Iterator[str]:
    prepared, report = figures.prepared, figures.report
    if prepared is None or report is None:
        yield "Not told: the run's prepared set is not there."
        return
    for source in prepared.sources:
        yield f"- {source.name}: {source.release or source.kind}"
    yield "- " + "; ".join(
        f"{part.split}: {part.clips:,} clips, {part.hours:.2f} h, {part.speakers:,} speakers" for part in report.splits
    )
    yield f"- Splits `{prepared.policy}`, seed {prepared.seed}; split hash `{prepared.splits_hash}`"
    leaks = f"{report.leaks.speakers:,} training clips share a speaker, {report.leaks.sentences:,} a sentence"
    yield f"- Leaks: {leaks} with dev or test"
    if SourceKind.COMMON_VOICE in {source.kind for source in prepared.sources}:
        yield "- Common Voice is to be got from Mozilla Data Collective, whose terms forbid to hand its clips on"


def _training(config: RunConfig, figures: Figures) -> Iterator[str]:
    done, settings = figures.training, config.train
    yield f"- From {_base(figures)}; {'low-rank adapters, merged' if settings.lora else 'all weights'}"
    if done is not None:
        took = "not told" if done.seconds is None else f"{done.seconds / _HOUR:.2f} h"
        yield f"- {done.steps:,} steps of {settings.batch} × {settings.accumulate} windows a process; {took}"
    yield f"- Hardware: {config.release.hardware or 'not told'}"
    parts = figures.conversion.get("averaged_from") or figures.conversion.get("parts", ())
    if parts:
        yield "- Weights: " + ", ".join(f"{part['share']:.0%} {PurePath(part['checkpoint']).name}" for part in parts)
    libraries = figures.conversion.get("libraries", {})
    yield f"- {', '.join(f'{name} {version}' for name, version in libraries.items())}"


def _signature(config: RunConfig) -> str:
    told = [f"By {config.release.authors}." if config.release.authors else ""]
    told.append(f"Contact: {config.release.contact}." if config.release.contact else "")
    return "".join(f"\n{line}\n" for line in told if line)


def _rate(told: Told) -> str:
    return f"{100 * told.value:.2f} % ({100 * told.low:.2f}–{100 * told.high:.2f})"
