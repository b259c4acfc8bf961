"""A small prepared set, spoken by espeak-ng as the demo checkpoint knows it, and the settings of a run for it."""

from collections.abc import Sequence
from pathlib import Path

import soundfile

from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.configuration import EvaluationSettings, PreparationSettings, RunConfig, SourceKind, SourceSettings
from dabir_training.demo.espeak import Synthesiser, Voice
from dabir_training.manifest import FORMAT, MANIFEST, PREPARED, Clip, Description, Split
from dabir_training.prepare.identity import identify

TEXTS = (
    "من هر روز ورزش می‌کنم.",
    "امروز هوا خیلی خوب است.",
    "بچه‌ها در پارک بازی می‌کنند.",
    "ساعت پنج به خانه می‌آیم.",
    "نان تازه خیلی خوشمزه است.",
    "کتاب‌ها روی میز است.",
)


def speak_set(folder: Path, texts: Sequence[str] = TEXTS, *, split: Split = Split.TEST) -> Path:
    """Writes the clips and their manifest; two speakers take turns."""
    (folder / "sounds").mkdir(parents=True)
    synthesiser = Synthesiser()
    with (folder / MANIFEST).open("a", encoding="utf-8") as manifest:
        for number, text in enumerate(texts):
            speech = synthesiser.say(text, Voice("fa", 130, 50))
            sound = f"sounds/{number}.flac"
            soundfile.write(folder / sound, speech.waveform, SAMPLE_RATE_HZ)
            speaker, gender = (("sara", "female"), ("ali", "male"))[number % 2]
            seconds = round(speech.waveform.size / SAMPLE_RATE_HZ, 3)
            clip = Clip(f"set/{number}", sound, seconds, text, split, "set", speaker=speaker, gender=gender)
            manifest.write(clip.line + "\n")
    describe_set(run_of(folder.parent))
    return folder


def describe_set(config: RunConfig) -> None:
    """Writes prepared.json, as if the run file had asked for what lies there."""
    told = Description(
        format=FORMAT,
        settings_hash=identify(config).settings_hash,
        policy="official",
        splits_hash="",
        manifest_hash="",
        clips={},
        sources=(),
        language=config.language,
        seed=config.seed,
        percent=100.0,
        test_percent=100.0,
        text_rules="",
    )
    (config.prepared / PREPARED).write_text(told.text, encoding="utf-8")


def run_of(folder: Path, settings: EvaluationSettings | None = None, *, mirror: Path | None = None) -> RunConfig:
    """A run whose prepared set lies in its folder."""
    source = SourceSettings(SourceKind.TABLE, "set.tsv", "set")
    return RunConfig(
        name="trial",
        folder=folder,
        model="demo",
        prepare=PreparationSettings((source,)),
        mirror=mirror,
        evaluate=settings or EvaluationSettings(splits=(Split.TEST,), noise_seconds=0.0),
    )
