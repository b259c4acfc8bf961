"""A small run that is prepared: three sentences of espeak-ng's for training, one of dev, one of test."""

from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.configuration import (
    FittingSettings,
    PreparationSettings,
    RunConfig,
    SourceKind,
    SourceSettings,
    SplitPolicy,
)
from dabir_training.demo.espeak import Synthesiser, Voice
from dabir_training.prepare import prepare

ROWS = (
    ("train", "sara", "امروز هوا خیلی خوب است."),
    ("train", "sara", "نان تازه خیلی خوشمزه است."),
    ("train", "ali", "کتاب‌ها روی میز است."),
    ("dev", "reza", "ساعت پنج به خانه می‌آیم."),
    ("test", "mina", "من هر روز ورزش می‌کنم."),
)
Prepare = Callable[[Path], RunConfig]


@pytest.fixture(scope="session")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, synthesiser = tmp_path_factory.mktemp("sounds"), Synthesiser()
    files = []
    for number, (_, _, text) in enumerate(ROWS):
        files.append(folder / f"{number}.wav")
        soundfile.write(files[-1], synthesiser.say(text, Voice("fa", 130, 50)).waveform, SAMPLE_RATE_HZ)
    return files


@pytest.fixture
def prepared(sounds: list[Path], tmp_path: Path) -> RunConfig:
    """The run, with sounds of its own that a test may spoil."""
    lines = ["path\tsentence\tclient_id\tsplit"]
    for sound, (split, speaker, text) in zip(sounds, ROWS, strict=True):
        (tmp_path / sound.name).write_bytes(sound.read_bytes())
        lines.append(f"{sound.name}\t{text}\t{speaker}\t{split}")
    (tmp_path / "clips.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    config = run_of(tmp_path)
    prepare(config)
    return config


def run_of(folder: Path) -> RunConfig:
    source = SourceSettings(kind=SourceKind.TABLE, path=str(folder / "clips.tsv"), name="told")
    preparation = PreparationSettings(sources=(source,), splits=SplitPolicy.OFFICIAL)
    return RunConfig("small", folder / "run", "demo", preparation, train=FittingSettings(batch=2, accumulate=1))
