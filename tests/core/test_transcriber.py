"""The orchestrator on real files, with the demo checkpoint on the CPU engine."""

import subprocess
import sys
import threading
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from dabir_core.asr.language_tracking import LanguageTurn
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.audio import open_audio
from dabir_core.errors import NotMedia, OptionError
from dabir_core.options import Task, TranscribeOptions, Urgency
from dabir_core.progress import CancelToken, Progress
from dabir_core.speech import Window
from dabir_core.text import Digits, DisplayRules
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Cancelled, Transcript, WarningKind

DEMO = Path(__file__).parents[2] / "samples" / "demo.ogg"
PERSIAN = TranscribeOptions(language="fa")


@pytest.fixture(scope="module")
def transcriber() -> Iterator[Transcriber]:
    with Transcriber.load("demo") as loaded:
        yield loaded


def write_wave(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def damaged_note(folder: Path, share: float) -> Path:
    """The demo note as MP3 with a quarter of a second zeroed, so far into it."""
    mp3 = folder / "note.mp3"
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-i", str(DEMO), str(mp3)], check=True, timeout=60)
    damaged = bytearray(mp3.read_bytes())
    start = int(share * len(damaged))
    damaged[start : start + 4000] = bytes(4000)
    mp3.write_bytes(damaged)
    return mp3


def whole(outcome: Transcript | Cancelled) -> Transcript:
    assert isinstance(outcome, Transcript)
    return outcome


def told(transcript: Transcript) -> list[tuple[float, float, str]]:
    """All but probabilities, whose last digits depend on the rows that share a step."""
    return [(segment.start, segment.end, segment.text) for segment in transcript.segments]


@pytest.mark.parametrize(
    "sound",
    [
        lambda: np.zeros(80_000),
        lambda: 0.1 * np.random.default_rng(5).standard_normal(80_000),
        lambda: 0.3 * np.sin(2 * np.pi * 440 * np.arange(80_000) / 16_000),
    ],
    ids=["silence", "noise", "tone"],
)
def test_where_nobody_speaks_no_text_is_invented(
    transcriber: Transcriber, tmp_path: Path, sound: Callable[[], np.ndarray]
) -> None:
    path = write_wave(tmp_path / "quiet.wav", sound())
    transcript = whole(transcriber.transcribe(path, PERSIAN))
    assert transcript.segments == ()
    assert transcript.duration == 5.0


def test_segments_stand_in_order_inside_the_recording(transcriber: Transcriber) -> None:
    transcript = whole(transcriber.transcribe(DEMO, PERSIAN))
    assert len(transcript.segments) >= 5
    assert all(segment.start < segment.end for segment in transcript.segments)
    assert all(before.end <= after.start for before, after in pairwise(transcript.segments))
    assert transcript.segments[-1].end <= transcript.duration
    for segment in transcript.segments:
        assert " ".join(word.text for word in segment.words) == segment.text


def test_the_stream_gives_what_the_transcript_holds(transcriber: Transcriber) -> None:
    stream = transcriber.stream(DEMO, PERSIAN)
    segments = tuple(stream)
    assert segments == whole(stream.outcome()).segments
    assert told(whole(stream.outcome())) == told(whole(transcriber.transcribe(DEMO, PERSIAN)))


def test_progress_runs_forward_to_the_end(transcriber: Transcriber) -> None:
    seen: list[Progress] = []
    transcript = whole(transcriber.transcribe(DEMO, PERSIAN, progress=seen.append))
    done = [progress.done for progress in seen]
    assert done == sorted(done)
    assert seen[-1] == Progress(transcript.duration, transcript.duration)
    assert len(seen) >= 3


def test_silence_is_progress_too(transcriber: Transcriber, tmp_path: Path) -> None:
    seen: list[Progress] = []
    transcriber.transcribe(write_wave(tmp_path / "quiet.wav", np.zeros(160_000)), PERSIAN, progress=seen.append)
    assert len(seen) >= 5
    assert seen[len(seen) // 2].total == pytest.approx(10.0)


@pytest.mark.parametrize(("task", "shown"), [(Task.TRANSCRIBE, "۱۲ تومان"), (Task.TRANSLATE, "12 تومان")])
def test_a_translation_is_not_mended_as_persian(
    transcriber: Transcriber, monkeypatch: pytest.MonkeyPatch, task: Task, shown: str
) -> None:
    read = WindowReader.read

    def say_a_price(
        reader: WindowReader, window: Window, cancel: CancelToken, *, urgency: Urgency, turn: LanguageTurn
    ) -> WindowResult | None:
        result = read(reader, window, cancel, urgency=urgency, turn=turn)
        return result and replace(result, text="12 تومان", words=None)

    monkeypatch.setattr(WindowReader, "read", say_a_price)
    options = TranscribeOptions(language="fa", task=task, display=DisplayRules(digits=Digits.PERSIAN))
    transcript = whole(transcriber.transcribe(DEMO, options))
    assert {segment.text for segment in transcript.segments} == {shown}


class OneBlock:
    """Stands in for `Decoding`: all of the note at once."""

    lost = ()

    def __init__(self, source: Path) -> None:
        with open_audio(source) as decoding:
            self.duration, self.block = decoding.duration, np.concatenate(list(decoding))

    def __enter__(self) -> "OneBlock":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __iter__(self) -> Iterator[np.ndarray]:
        yield self.block


def test_cancelling_in_the_last_block_is_no_error(transcriber: Transcriber, monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = CancelToken()
    monkeypatch.setattr("dabir_core.transcriber.open_audio", OneBlock)
    monkeypatch.setattr(WindowReader, "read", lambda *_, **__: cancel.cancel())
    options = replace(PERSIAN, urgency=Urgency.LIVE)
    assert isinstance(transcriber.transcribe(DEMO, options, cancel=cancel), Cancelled)


def test_cancelling_keeps_what_is_finished(transcriber: Transcriber) -> None:
    cancel = CancelToken()
    stream = transcriber.stream(DEMO, PERSIAN, cancel=cancel)
    first = next(iter(stream))
    cancel.cancel()
    rest = list(stream)
    outcome = stream.outcome()
    assert isinstance(outcome, Cancelled)
    finished = outcome.partial.segments  # both windows, if the second was read before the first was told
    assert finished == (first, *rest)
    assert finished == whole(transcriber.transcribe(DEMO, PERSIAN)).segments[: len(finished)]


def test_a_recording_that_is_cancelled_before_it_starts_gives_nothing(transcriber: Transcriber) -> None:
    cancel = CancelToken()
    cancel.cancel()
    outcome = transcriber.transcribe(DEMO, PERSIAN, cancel=cancel)
    assert isinstance(outcome, Cancelled)
    assert outcome.partial.segments == ()


def test_lost_sound_is_told_in_the_warnings(transcriber: Transcriber, tmp_path: Path) -> None:
    transcript = whole(transcriber.transcribe(damaged_note(tmp_path, 0.5), PERSIAN))
    lost = [warning for warning in transcript.warnings if warning.kind is WarningKind.AUDIO_LOST]
    assert lost
    assert abs(lost[0].start - transcript.duration / 2) < 2.0
    assert transcript.segments


def test_a_cancelled_transcript_still_tells_of_lost_sound(transcriber: Transcriber, tmp_path: Path) -> None:
    cancel = CancelToken()
    stream = transcriber.stream(damaged_note(tmp_path, 0.1), PERSIAN, cancel=cancel)
    next(iter(stream))
    cancel.cancel()
    list(stream)
    outcome = stream.outcome()
    assert isinstance(outcome, Cancelled)
    assert WarningKind.AUDIO_LOST in {warning.kind for warning in outcome.partial.warnings}


def test_without_words_segments_lie_on_the_speech(transcriber: Transcriber) -> None:
    with_words = whole(transcriber.transcribe(DEMO, PERSIAN))
    without = whole(transcriber.transcribe(DEMO, TranscribeOptions(language="fa", words=False)))
    assert without.text == with_words.text
    assert all(not segment.words for segment in without.segments)
    assert abs(without.segments[0].start - with_words.segments[0].start) < 0.3
    assert abs(without.segments[-1].end - with_words.segments[-1].end) < 0.3


def test_a_forced_language_is_obeyed(transcriber: Transcriber) -> None:
    transcript = whole(transcriber.transcribe(DEMO, TranscribeOptions(language="ar")))
    assert {segment.language for segment in transcript.segments} <= {"ar"}
    assert (transcript.language, transcript.language_probability) == ("ar", 1.0)


def test_an_unknown_language_is_refused_before_any_sound_is_read(transcriber: Transcriber, tmp_path: Path) -> None:
    with pytest.raises(OptionError):
        transcriber.stream(tmp_path / "gone.ogg", TranscribeOptions(language="klingon"))
    with pytest.raises(OptionError):
        transcriber.stream(tmp_path / "gone.ogg", TranscribeOptions(candidates=("fa", "klingon")))


def test_a_bad_file_raises_and_the_next_one_works(transcriber: Transcriber, tmp_path: Path) -> None:
    text = tmp_path / "note.mp3"
    text.write_text("this is no sound", encoding="utf-8")
    with pytest.raises(NotMedia):
        transcriber.transcribe(text)
    assert whole(transcriber.transcribe(DEMO, TranscribeOptions(task=Task.TRANSCRIBE))).segments


def test_many_threads_get_what_each_would_get_alone(transcriber: Transcriber, tmp_path: Path) -> None:
    notes = [shifted_note(tmp_path, milliseconds=200 * place) for place in range(4)]
    urgencies = [Urgency.FILE, Urgency.NOTE, None, Urgency.FILE]
    options = [TranscribeOptions(language="fa", urgency=urgency) for urgency in urgencies]
    alone = [told(whole(transcriber.transcribe(note, each))) for note, each in zip(notes, options, strict=True)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(transcriber.transcribe, notes * 2, options * 2))
    assert [told(whole(outcome)) for outcome in together] == alone * 2
    assert all(alone)


def shifted_note(folder: Path, *, milliseconds: int) -> Path:
    """The demo note after so much silence."""
    path = folder / f"{milliseconds}.wav"
    delay = ("-af", f"adelay={milliseconds}", "-ar", "16000", "-ac", "1")
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-i", str(DEMO), *delay, str(path)], check=True, timeout=60)
    return path


def test_a_live_recording_is_read_window_by_window(transcriber: Transcriber, monkeypatch: pytest.MonkeyPatch) -> None:
    read, running, most = WindowReader.read, [0], [0]

    def counted(
        reader: WindowReader, window: Window, cancel: CancelToken, *, urgency: Urgency, turn: LanguageTurn
    ) -> WindowResult | None:
        assert urgency is Urgency.LIVE
        running[0] += 1
        most[0] = max(most[0], running[0])
        result = read(reader, window, cancel, urgency=urgency, turn=turn)
        running[0] -= 1
        return result

    monkeypatch.setattr(WindowReader, "read", counted)
    live = TranscribeOptions(language="fa", urgency=Urgency.LIVE)
    assert whole(transcriber.transcribe(DEMO, live)).segments
    assert most == [1]


def test_a_stream_that_is_left_stops_its_windows(transcriber: Transcriber) -> None:
    stream = iter(transcriber.stream(DEMO, PERSIAN))
    next(stream)
    del stream
    for thread in threading.enumerate():
        if thread.name == "reading":
            thread.join(20)
            assert not thread.is_alive()
    assert whole(transcriber.transcribe(DEMO, PERSIAN)).segments


def test_a_short_recording_is_a_note_and_a_long_one_a_file(
    transcriber: Transcriber, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[Urgency] = []

    def look(
        reader: WindowReader, window: Window, cancel: CancelToken, *, urgency: Urgency, turn: LanguageTurn
    ) -> WindowResult | None:
        seen.append(urgency)
        return None

    monkeypatch.setattr(WindowReader, "read", look)
    transcriber.transcribe(DEMO, PERSIAN)
    assert set(seen) == {Urgency.NOTE}
    seen.clear()
    long = shifted_note(tmp_path, milliseconds=60_000)
    transcriber.transcribe(long, PERSIAN)
    assert set(seen) == {Urgency.FILE}


_LEFT = """
import sys
from pathlib import Path
from dabir_core.transcriber import Transcriber
transcriber = Transcriber.load("demo")
segments = iter(transcriber.stream(Path(sys.argv[1])))
print(next(segments).start >= 0, flush=True)
"""


def test_a_program_may_end_in_the_middle_of_a_recording(tmp_path: Path) -> None:
    long = shifted_note(tmp_path, milliseconds=60_000)
    run = subprocess.run(
        [sys.executable, "-c", _LEFT, str(long)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "True", "")


def test_a_closed_transcriber_reads_nothing() -> None:
    closed = Transcriber.load("demo")
    closed.close()
    with pytest.raises(RuntimeError, match="closed"):
        closed.transcribe(DEMO, PERSIAN)
