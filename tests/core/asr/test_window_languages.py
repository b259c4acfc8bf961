"""Windows whose language is heard: which language they are decoded in, with an engine that obeys a script."""

import math
import random
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from dabir_core.arrays import LogMel
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.journal import Journal
from dabir_core.asr.journalled_reading import JournalledReader
from dabir_core.asr.language_tracking import LanguageTracker
from dabir_core.asr.reading_ahead import Readings, ReadsWindow
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.options import Task, TranscribeOptions, Urgency
from dabir_core.progress import CancelToken
from dabir_core.speech import SpeechSpan, Window
from tests.fakes import FAKE_DIMENSIONS, FakeEncoded, FakeEngine
from tests.scripted import END, LANGUAGES, START, small_checkpoint

PERSIAN, ARABIC, LOOP = 2, 3, 4
PIECES = {
    PERSIAN: " من دیروز با مادرم به بازار رفتم و نان و پنیر خریدیم",
    ARABIC: " ذهب الولد إلى المدرسة وقرأ كتابا في المكتبة الجديدة",
    LOOP: " پنیر",
}
CODES = {token: code for code, token in LANGUAGES.items()}


@dataclass
class Speaker:
    """Window n sounds like `sounds[n]`; decoded in a language, it says `says[language]`. Remembers the languages."""

    sounds: Sequence[Mapping[str, float]]
    says: Mapping[str, Sequence[int]] = field(
        default_factory=lambda: {"fa": (PERSIAN, END), "ar": (ARABIC, END), "en": (7, END)}
    )
    decoded: list[tuple[int, str]] = field(default_factory=list)

    def __call__(self, window: int, fed: tuple[int, ...]) -> dict[int, float]:
        place = fed.index(START)
        if place == len(fed) - 1:
            return {LANGUAGES[code]: math.log(share) for code, share in self.sounds[window].items()}
        language = CODES[fed[place + 1]]
        said = len(fed) - place - 4
        if said == 0:
            self.decoded.append((window, language))
        script = self.says[language]
        return {script[min(said, len(script) - 1)]: 20.0}


def checkpoint() -> Checkpoint:
    plain = small_checkpoint(positions=448)
    return replace(plain, vocabulary=replace(plain.vocabulary, pieces={**PIECES, 7: "Ġa"}), dimensions=FAKE_DIMENSIONS)


def window(seconds: float = 20.0, *, seed: int = 1) -> Window:
    """So long, all of it speech but for half a second at its ends."""
    samples = np.random.default_rng(seed).standard_normal(round(seconds * 16_000)).astype(np.float32)
    return Window(samples, 0, (SpeechSpan(8_000, samples.size - 8_000),))


def reader_of(speaker: Speaker, options: TranscribeOptions) -> WindowReader:
    known = checkpoint()
    return WindowReader(Scheduler(FakeEngine(speaker), known), known, options)


def read(speaker: Speaker, options: TranscribeOptions, *windows: Window) -> list[WindowResult]:
    """The windows of one recording, one after the other, without words."""
    return in_turn(reader_of(speaker, replace(options, words=False)).read, windows or (window(),), options)


def in_turn(read: ReadsWindow, windows: Sequence[Window], options: TranscribeOptions) -> list[WindowResult]:
    tracker, results = LanguageTracker(options.candidates), []
    for each in windows:
        with tracker.turn() as turn:
            result = read(each, CancelToken(), urgency=Urgency.FILE, turn=turn)
        assert result is not None
        results.append(result)
    return results


def told(result: WindowResult) -> tuple[str, float]:
    return result.language, round(result.language_probability, 5)


def test_a_window_alone_is_decoded_in_the_likeliest_candidate() -> None:
    speaker = Speaker([{"fa": 0.3, "en": 0.1, "ar": 0.6}])
    (result,) = read(speaker, TranscribeOptions())
    assert told(result) == ("fa", 0.75)
    assert result.clues is not None
    assert result.clues.log_probabilities == pytest.approx((math.log(0.3), math.log(0.1)), abs=1e-6)
    assert (result.clues.seconds, result.clues.decided, result.clues.written) == (19.0, "fa", None)


def test_a_slip_of_one_window_is_held_by_those_before_it() -> None:
    talk = {"fa": 0.9, "en": 0.1, "ar": 1e-6}
    speaker = Speaker([talk, talk, {"fa": 0.4, "en": 0.6, "ar": 1e-6}])
    results = read(speaker, TranscribeOptions(), *[window()] * 3)
    assert [result.language for result in results] == ["fa"] * 3
    assert results[2].language_probability == pytest.approx(0.4)


def test_a_forced_language_is_obeyed_whatever_sound_and_letters_say() -> None:
    speaker = Speaker([{"fa": 0.01, "en": 0.98, "ar": 0.01}], says={"ar": (PERSIAN, END)})
    (result,) = read(speaker, TranscribeOptions(language="ar", candidates=("fa", "ar")))
    assert (result.language, result.language_probability, result.clues) == ("ar", 1.0, None)
    assert speaker.decoded == [(0, "ar")]


def test_letters_of_another_candidate_have_the_window_decoded_in_its_language() -> None:
    speaker = Speaker([{"fa": 0.1, "ar": 0.9, "en": 1e-6}], says={"ar": (PERSIAN, END), "fa": (PERSIAN, END)})
    (result,) = read(speaker, TranscribeOptions(candidates=("fa", "ar")))
    assert speaker.decoded == [(0, "ar"), (0, "fa")]
    assert told(result) == ("fa", 0.1)
    assert result.doubts == ()


def test_letters_of_a_language_that_nobody_named_are_a_doubt_and_no_reason_to_change() -> None:
    speaker = Speaker([{"fa": 0.9, "ar": 0.05, "en": 0.05}] * 3, says={"fa": (ARABIC, END)})
    (result,) = read(speaker, TranscribeOptions(candidates=("fa", "en")))
    assert {language for _, language in speaker.decoded} == {"fa"}
    assert result.language == "fa"
    assert [doubt.value for doubt in result.doubts] == ["wrong-script"]


def test_halves_and_all_rungs_are_in_the_window_s_language() -> None:
    english = {"fa": 0.01, "en": 0.98, "ar": 0.01}
    speaker = Speaker([{"fa": 0.9, "en": 0.05, "ar": 0.05}, english, english], says={"fa": (LOOP,)})
    read(speaker, TranscribeOptions())
    assert {number for number, _ in speaker.decoded} == {0, 1, 2}
    assert {language for _, language in speaker.decoded} == {"fa"}


def test_letters_decide_for_later_windows_between_look_alikes_that_sound_alike() -> None:
    alike = {"fa": 0.48, "ar": 0.52, "en": 1e-6}
    speaker = Speaker([alike] * 3, says={"ar": (PERSIAN, END), "fa": (PERSIAN, END)})
    results = read(speaker, TranscribeOptions(candidates=("fa", "ar")), *[window()] * 3)
    assert speaker.decoded == [(0, "ar"), (0, "fa"), (1, "fa"), (2, "fa")]
    assert [result.language for result in results] == ["fa"] * 3
    assert [result.clues and (result.clues.decided, result.clues.written) for result in results] == [
        ("ar", "fa"),
        ("fa", None),
        ("fa", None),
    ]


def test_english_letters_of_a_translation_change_no_language() -> None:
    speaker = Speaker([{"fa": 0.9, "en": 0.05, "ar": 0.05}], says={"fa": (7, END)})
    (result,) = read(speaker, TranscribeOptions(task=Task.TRANSLATE, candidates=("fa", "ar")))
    assert speaker.decoded == [(0, "fa")]
    assert result.language == "fa"


class ShuffledEngine(FakeEngine):
    """Knows its windows by their sound, and takes its time with some."""

    def __init__(self, speaker: Speaker, windows: Sequence[Window], chance: random.Random) -> None:
        super().__init__(speaker)
        reader = reader_of(speaker, TranscribeOptions())
        whole = self.dimensions.window_samples
        features = [reader._features(window.waveform, whole).tobytes() for window in windows]
        self._numbers = {heard: number for number, heard in enumerate(features)}
        self._chance = chance

    def encode(self, log_mel: LogMel) -> FakeEncoded:
        time.sleep(self._chance.uniform(0.0, 0.003))
        number = self._numbers[log_mel.tobytes()]
        return FakeEncoded(self.answer, self.dimensions, (number,), positions=log_mel.shape[2] // 2)


def talk(chance: random.Random, candidates: tuple[str, str]) -> tuple[list[dict[str, float]], list[Window]]:
    """Windows that sound like one candidate, then like the other, and back, not always surely."""
    shares = [abs(each - chance.uniform(0.05, 0.45)) for each in (0, 0, 0, 1, 1, 1, 0, 0)]
    sounds = [dict.fromkeys(LANGUAGES, 1e-6) | {candidates[0]: 1 - each, candidates[1]: each} for each in shares]
    return sounds, [window(chance.uniform(3.0, 25.0), seed=number) for number in range(len(shares))]


@pytest.mark.parametrize("candidates", [("fa", "en"), ("fa", "ar")])
def test_windows_that_are_read_at_once_are_decided_as_one_after_the_other(candidates: tuple[str, str]) -> None:
    chance = random.Random(1)
    sounds, windows = talk(chance, candidates)
    options = TranscribeOptions(candidates=candidates, words=False)
    alone = read(Speaker(sounds), options, *windows)
    known = checkpoint()
    with Scheduler(ShuffledEngine(Speaker(sounds), windows, chance), known) as scheduler:
        reader, cancel = WindowReader(scheduler, known, options), CancelToken()
        tracker = LanguageTracker(reader.options.candidates)
        readings = Readings(reader.read, urgency=Urgency.FILE, cancel=cancel, languages=tracker)
        readings.begin(windows)
        assert list(readings.results(left=0)) == alone
    assert len({result.language for result in alone}) == 2


class Forgetful(Journal):
    """Keeps only some of what is saved, by its number."""

    kept: Collection[int] = ()

    def save(self, recording: Path, key: bytes, result: WindowResult) -> None:
        number, self.saved = getattr(self, "saved", 0), getattr(self, "saved", 0) + 1
        if number in self.kept:
            super().save(recording, key, result)


@dataclass(frozen=True)
class Desk:
    """A recording, a checkpoint on disk and a journal, for runs one after the other."""

    folder: Path
    journal: Forgetful
    options: TranscribeOptions

    def run(self, speaker: Speaker, windows: Sequence[Window], *, kept: Collection[int] = ()) -> list[WindowResult]:
        known = replace(checkpoint(), folder=self.folder)
        reader = WindowReader(Scheduler(FakeEngine(speaker), known), known, self.options)
        self.journal.kept = kept
        source = self.folder / "config.json"
        return in_turn(JournalledReader(reader, self.journal, source=source).read, windows, self.options)


def desk(folder: Path, *candidates: str) -> Desk:
    (folder / "config.json").write_text("{}", encoding="utf-8")
    journal = Forgetful(folder / "journal" / "windows.sqlite3")
    return Desk(folder, journal, TranscribeOptions(candidates=candidates, words=False))


def test_a_run_that_goes_on_decides_as_the_whole_one(tmp_path: Path) -> None:
    sounds, windows = talk(random.Random(3), ("fa", "ar"))
    place = desk(tmp_path, "fa", "ar")
    whole = place.run(Speaker(sounds), windows, kept={0, 2, 3, 6})
    rest = [sounds[number] for number in range(len(windows)) if number not in {0, 2, 3, 6}]
    assert place.run(Speaker(rest), windows) == whole
    assert len({result.language for result in whole}) == 2
    place.journal.close()


def test_a_finished_window_is_read_anew_where_windows_before_it_say_another_language(tmp_path: Path) -> None:
    unsure, english = {"fa": 0.55, "en": 0.45, "ar": 1e-6}, {"fa": 0.05, "en": 0.95, "ar": 1e-6}
    place, windows = desk(tmp_path, "fa", "en"), [window(seed=1), window(seed=2)]
    persian = place.run(Speaker([unsure, unsure]), windows, kept={1})
    speaker = Speaker([english, unsure])
    assert [result.language for result in persian] == ["fa", "fa"]
    assert [result.language for result in place.run(speaker, windows)] == ["en", "en"]
    assert {number for number, _ in speaker.decoded} == {0, 1}
    place.journal.close()


def test_languages_may_be_named_as_people_do() -> None:
    known, options = checkpoint(), TranscribeOptions(language="Persian")
    assert WindowReader(Scheduler(FakeEngine(Speaker([])), known), known, options).options.language == "fa"
