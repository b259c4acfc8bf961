"""A synthetic Common Voice release of Persian: espeak-ng voices as speakers, mp3 clips, the quirks of the real tables.

The layout and the columns are those of Mozilla's archives (cv-corpus-11.0-2022-09-21, cv-corpus-27.0-2026-09-11):
tables are tab-separated without any quoting, sentences hold quotes, «NA» and Arabic letters, some clips are missing. As
there, train.tsv has one recording of a sentence, dev and test have speakers and sentences of their own, and
validated.tsv holds all of them and many more, also of the speakers and the sentences of dev and test.
"""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

import av
import numpy as np
import soxr

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.demo.espeak import Synthesiser, Voice
from dabir_training.demo.sentences import distinct

ZWNJ: Final = "\u200c"
_TO_ARABIC: Final = str.maketrans("یک", "يك")
_VOICES: Final = ("fa+m1", "fa+m2", "fa+m3", "fa+m4", "fa+m5", "fa+m7", "fa+f1", "fa+f2", "fa+f3", "fa+f4")
_AGES: Final = ("twenties", "thirties", "", "fourties", "teens")
_COLUMNS_11: Final = "client_id path sentence up_votes down_votes age gender accents locale segment"
_COLUMNS_27: Final = (
    "client_id path sentence_id sentence sentence_domain up_votes down_votes age gender accents variant locale segment"
)


@dataclass(frozen=True, slots=True)
class Form:
    """How a release writes its tables."""

    number: str
    date: str
    columns: tuple[str, ...]
    genders: tuple[str, str]
    has_durations: bool

    @property
    def folder(self) -> str:
        return f"cv-corpus-{self.number}-{self.date}"


RELEASE_11: Final = Form("11.0", "2022-09-21", tuple(_COLUMNS_11.split()), ("male", "female"), has_durations=False)
RELEASE_27: Final = Form(
    "27.0", "2026-09-11", tuple(_COLUMNS_27.split()), ("male_masculine", "female_feminine"), has_durations=True
)
OLD_ACCENT: Final = replace(
    RELEASE_11, columns=tuple("accent" if column == "accents" else column for column in RELEASE_11.columns)
)
"""As releases before the seventh wrote it."""


class Quirk(StrEnum):
    """What is odd about a row of validated.tsv; each stands there once."""

    NONE = ""
    TEST_SPEAKER = "a sentence of nobody else, by a speaker of test"
    TEST_SENTENCE = "a sentence of test in other letters, by a speaker of train"
    DEV_SENTENCE = "a sentence of dev, by a speaker of train"
    REPORTED = "a sentence that was reported"
    NA = "the sentence «NA»"
    NULL = "the sentence «null»"
    BLANK = "no sentence"
    LATIN = "a sentence in Latin letters"
    MISSING = "a clip that is not there"
    EMPTY = "a clip of no bytes"
    BROKEN = "a clip that is no sound"
    HURRIED = "a long sentence over a sound of 0.6 s"
    LONG = "a sound of more than thirty seconds"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `spoken` is what its clip says."""

    speaker: int
    clip: str
    sentence: str
    spoken: str
    table: str
    quirk: Quirk = Quirk.NONE
    seconds: float = 0.0

    @property
    def client(self) -> str:
        return client_id(self.speaker)


@dataclass(frozen=True, slots=True)
class Size:
    """Rows of the official tables; `repeats` of train's sentences are recorded once more, the first five times more."""

    train: int = 24
    dev: int = 6
    test: int = 6
    repeats: int = 8


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk; `rows` are all of validated.tsv, with the official table in which each stands, if any."""

    root: Path
    form: Form
    rows: tuple[Row, ...]

    @property
    def folder(self) -> Path:
        return self.root / self.form.folder / "fa"

    def of(self, table: str) -> list[Row]:
        return [row for row in self.rows if row.table == table]

    def quirky(self, quirk: Quirk) -> Row:
        (found,) = [row for row in self.rows if row.quirk is quirk]
        return found

    def rewritten(self, root: Path, form: Form) -> "Release":
        """The same clips in a release of another form."""
        other = Release(root, form, self.rows)
        shutil.copytree(self.folder / "clips", other.folder / "clips", copy_function=os.link)
        _write_all(other)
        return other

    def archive(self, target: Path, *, wrapper: str = "") -> Path:
        """The release as tar.gz; `wrapper` is a further folder around it, as some archives have."""
        with tarfile.open(target, "w:gz", compresslevel=1) as archive:
            archive.add(self.root / self.form.folder, arcname=f"{wrapper}/{self.form.folder}".lstrip("/"))
        return target


def make_release(root: Path, form: Form = RELEASE_27, *, size: Size | None = None, seed: int = 1) -> Release:
    """Speaks and writes a whole release; some 60 ms a clip."""
    rows = _planned(size or Size(), seed)
    clips = Release(root, form, ()).folder / "clips"
    clips.mkdir(parents=True)
    release = Release(root, form, tuple(_with_sound(row, clips) for row in rows))
    _write_all(release)
    return release


def client_id(speaker: int) -> str:
    return hashlib.sha512(f"speaker {speaker}".encode()).hexdigest()


def _clip(number: int) -> str:
    return f"common_voice_fa_{18_000_000 + number}.mp3"


def _planned(size: Size, seed: int) -> list[Row]:
    """Speakers 0 and 1 are those of test, 2 and 3 of dev, 4 to 11 of train."""
    texts = distinct(seed, size.train + size.dev + size.test + len(Quirk))
    numbers = iter(range(100_000))

    def row(text: str, speaker: int, table: str, quirk: Quirk = Quirk.NONE) -> Row:
        number = next(numbers)
        return Row(speaker, _clip(number), _written(text, number), text, table, quirk)

    train, rest = texts[: size.train], texts[size.train :]
    dev, rest = rest[: size.dev], rest[size.dev :]
    test, spare = rest[: size.test], rest[size.test :]
    rows = [row(text, 4 + n % 8, "train") for n, text in enumerate(train)]
    rows += [row(text, 2 + n % 2, "dev") for n, text in enumerate(dev)]
    rows += [row(text, n % 2, "test") for n, text in enumerate(test)]
    rows += [row(text, 4 + (n + 3) % 8, "") for n, text in enumerate(train[: size.repeats])]
    rows += [row(train[0], 4 + (n + 4) % 8, "") for n in range(4 if size.repeats else 0)]
    rows += [
        row(text, 4 + n % 8, "", quirk) for n, (quirk, text) in enumerate(zip(list(Quirk)[1:], spare, strict=False))
    ]
    return [_odd(each, test=test[0], dev=dev[0]) for each in rows]


def _written(text: str, number: int) -> str:
    """The sentence as one of many hands typed it."""
    if number % 2:
        text = text.translate(_TO_ARABIC)
    if number % 3 == 0:
        text = text.removesuffix(".")
    if number % 5 == 0:
        text = f'"{text}'  # would swallow the lines up to the next quote, were quotes read as such
    if number % 7 == 0:
        text = text.replace(ZWNJ, " ")
    return text


def _odd(row: Row, *, test: str, dev: str) -> Row:
    match row.quirk:
        case Quirk.TEST_SPEAKER:
            return replace(row, speaker=0)
        case Quirk.TEST_SENTENCE:
            return replace(row, spoken=test, sentence=test.translate(_TO_ARABIC).replace(ZWNJ, " ").rstrip("."))
        case Quirk.DEV_SENTENCE:
            return replace(row, spoken=dev, sentence=dev)
        case Quirk.NA:
            return replace(row, sentence="NA")
        case Quirk.NULL:
            return replace(row, sentence="null")
        case Quirk.BLANK:
            return replace(row, sentence="")
        case Quirk.LATIN:
            return replace(row, sentence="good morning")
        case Quirk.HURRIED:
            return replace(row, sentence=" ".join([row.sentence] * 4))
        case _:
            return row


def _with_sound(row: Row, clips: Path) -> Row:
    """The row with its clip written, and how long that is."""
    path = clips / row.clip
    if row.quirk is Quirk.MISSING:
        return replace(row, seconds=4.0)
    if row.quirk in (Quirk.EMPTY, Quirk.BROKEN):
        path.write_bytes(b"" if row.quirk is Quirk.EMPTY else b"no sound at all " * 100)
        return replace(row, seconds=4.0)
    voice = Voice(_VOICES[row.speaker % len(_VOICES)], 140 + 3 * row.speaker, 25 + 4 * row.speaker)
    waveform = Synthesiser().say(row.spoken, voice).waveform
    if row.quirk is Quirk.HURRIED:
        waveform = waveform[: SAMPLE_RATE_HZ * 6 // 10]
    if row.quirk is Quirk.LONG:
        waveform = np.resize(waveform, SAMPLE_RATE_HZ * 31)
    write_mp3(waveform, path, rate_hz=32_000 if row.clip.endswith("4.mp3") else 48_000)
    return replace(row, seconds=waveform.size / SAMPLE_RATE_HZ)


def write_mp3(waveform: Waveform, path: Path, *, rate_hz: int) -> None:
    """16 kHz sound as a mono mp3 at that rate, by ffmpeg's encoder in this process."""
    samples = soxr.resample(waveform, SAMPLE_RATE_HZ, rate_hz)
    samples = (np.clip(samples, -1.0, 1.0) * 32767.0).astype(np.int16)
    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=rate_hz)
        stream.layout, stream.format, stream.bit_rate = "mono", "s16p", 64_000
        stream.codec_context.options = {"compression_level": "9"}  # the quickest
        for at in range(0, samples.size, 1152):
            frame = av.AudioFrame.from_ndarray(samples[None, at : at + 1152], format="s16p", layout="mono")
            frame.sample_rate, frame.pts = rate_hz, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _write_all(release: Release) -> None:
    folder, form, rows = release.folder, release.form, release.rows
    for table in ("train", "dev", "test"):
        _write_table(folder / f"{table}.tsv", form, release.of(table))
    _write_table(folder / "validated.tsv", form, rows)
    for name in ("other", "invalidated"):
        others = [replace(row, clip=_clip(900_000 + n), table="") for n, row in enumerate(rows[:2])]
        _write_table(folder / f"{name}.tsv", form, others)
    lines = ["sentence\tsentence_id\tlocale\treason"]
    reported = [row for row in rows if row.quirk is Quirk.REPORTED]
    lines += [f"{row.spoken}\t{_sentence_id(row)}\tfa\tgrammar-or-spelling" for row in reported]
    _write_lines(folder / "reported.tsv", lines)
    if form.has_durations:
        durations = [f"{row.clip}\t{round(row.seconds * 1000)}" for row in rows]
        _write_lines(folder / "clip_durations.tsv", ["clip\tduration[ms]", *durations])


def _write_table(path: Path, form: Form, rows: Sequence[Row]) -> None:
    _write_lines(path, ["\t".join(form.columns), *(_line(row, form) for row in rows)])


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _sentence_id(row: Row) -> str:
    return hashlib.sha256(row.sentence.encode()).hexdigest()


def _line(row: Row, form: Form) -> str:
    told = {
        "client_id": row.client,
        "path": row.clip,
        "sentence": row.sentence,
        "up_votes": "2",
        "down_votes": "0",
        "age": _AGES[row.speaker % len(_AGES)],
        "gender": form.genders[_VOICES[row.speaker % len(_VOICES)].startswith("fa+f")],
        "locale": "fa",
    }
    if "sentence_id" in form.columns:
        told["sentence_id"] = _sentence_id(row)
    told |= {accent: "تهرانی" if row.speaker % 3 == 0 else "" for accent in ("accent", "accents")}
    return "\t".join(told.get(column, "") for column in form.columns)


def write_large_release(root: Path, form: Form = RELEASE_27, *, rows: int, clip: Path | None = None) -> Path:
    """The tables of a release with so many validated rows, in the proportions of the Persian one; gives its folder.

    Its clips are all the same file under other names (hard links), or are not there at all if `clip` is None.
    """
    folder = root / form.folder / "fa"
    (folder / "clips").mkdir(parents=True)
    tables = {
        name: (folder / f"{name}.tsv").open("w", encoding="utf-8") for name in ("train", "dev", "test", "validated")
    }
    for table in tables.values():
        table.write("\t".join(form.columns) + "\n")
    for row in _large_rows(rows):
        line = _line(row, form) + "\n"
        tables["validated"].write(line)
        if row.table:
            tables[row.table].write(line)
    for table in tables.values():
        table.close()
    _write_lines(folder / "reported.tsv", ["sentence\tsentence_id\tlocale\treason"])
    if form.has_durations:
        durations = (f"{row.clip}\t{round(row.seconds * 1000)}" for row in _large_rows(rows))
        _write_lines(folder / "clip_durations.tsv", ["clip\tduration[ms]", *durations])
    if clip is not None:
        _link(clip, folder / "clips", rows)
    return folder


def _large_rows(rows: int) -> Iterator[Row]:
    """Six recordings of a sentence and some 80 of a speaker; 3 % are of dev, 3 % of test, 9 % of train."""
    texts = distinct(1, max(20, rows // 6))
    speakers = max(20, rows // 80)
    for number in range(rows):
        text_number = number * 7919 % len(texts)
        part = text_number % 33
        table = {0: "dev", 1: "test"}.get(part, "train" if part < 20 and number < len(texts) else "")
        speaker = number * 104_729 % speakers * 3 + (part if part < 2 else 2)  # dev, test and train share none
        text = texts[text_number]
        yield Row(speaker, _clip(number), _written(text, number), text, table, seconds=max(0.6, len(text) / 13.0))


def _link(clip: Path, clips: Path, rows: int) -> None:
    each = clips / _clip(0)
    for number in range(rows):
        path = clips / _clip(number)
        if number % 10_000 == 0:  # a file may have some 65,000 names
            each = path
            shutil.copyfile(clip, each)
        else:
            os.link(each, path)
