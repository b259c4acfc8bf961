"""The run file: settings that are allowed and that one regrets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dabir_core.phrase import Phrase
from dabir_training.configuration import RunConfig
from dabir_training.doctor.finding import Finding, costly, wrong

_LARGEST_RATE: Final = 1e-4
_LARGEST_LORA_RATE: Final = 1e-3
_ON_TEST: Final = Phrase(
    en="is_judged_on_test: the checkpoint is chosen on test, so its WER there is no measure. Only the student's run "
    "does.",
    fa="is_judged_on_test: نقطهٔ آموزش با test برگزیده می‌شود و WER آن دیگر سنجش نیست. تنها تکرار کار دانشجو چنین است.",
)
_RAW: Final = Phrase(
    en="is_raw: strings are scored as they are; spelling alone moves that WER by up to 42 points. Leave it out.",
    fa="is_raw: متن‌ها بی‌هیچ یکسان‌سازی سنجیده می‌شوند و املا به تنهایی تا ۴۲ واحد WER را جابه‌جا می‌کند. آن را بردارید.",
)
_RATE: Final = Phrase(
    en="learning_rate = {rate} is far above what fine-tuning bears ({most}). Leave it out: it follows the model's "
    "size.",
    fa="learning_rate = {rate} بسیار بیش از تاب آموزش است ({most}). آن را بردارید تا از اندازهٔ مدل گرفته شود.",
)
_WARMUP: Final = Phrase(
    en="warmup takes {warmup} of {steps} steps: most of the run is spent below its rate. Write 0.05.",
    fa="warmup از {steps} گام {warmup} گام را می‌گیرد و بیشتر آموزش با نرخ کم می‌گذرد. 0.05 بنویسید.",
)
_NO_NOISE: Final = Phrase(
    en="noise_folder {folder} is missing. Give a folder of recordings, or leave it out for synthetic noise.",
    fa="پوشهٔ noise_folder پیدا نشد: {folder}. پوشه‌ای از صداها بدهید یا آن را بردارید تا نویز ساخته شود.",
)
_NO_JUDGING: Final = Phrase(
    en="evaluations = 0: nothing tells which checkpoint is best, and the last one is taken. Write 20.",
    fa="evaluations = 0: معلوم نمی‌شود کدام نقطه بهتر است و آخری برداشته می‌شود. 20 بنویسید.",
)


def examine_settings(config: RunConfig) -> Iterator[Finding]:
    """What in the run file deserves a second look."""
    train = config.train
    if train.is_judged_on_test:
        yield costly(_ON_TEST)
    if config.evaluate.is_raw:
        yield costly(_RAW)
    most = _LARGEST_RATE if train.lora is None else _LARGEST_LORA_RATE
    if train.learning_rate > most:
        yield wrong(_RATE, rate=f"{train.learning_rate:g}", most=f"{most:g}")
    if train.steps and train.warmup > train.steps / 4:
        yield costly(_WARMUP, warmup=f"{train.warmup:g}", steps=str(train.steps))
    if train.evaluations == 0:
        yield costly(_NO_JUDGING)
    noise = config.augment.noise_folder
    if noise and not Path(noise).expanduser().is_dir():
        yield wrong(_NO_NOISE, folder=noise)
