"""What `dabir redo` reads: times and transcripts."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dabir_core.asr.redo import Excerpt
from dabir_core.cli import redo as redo_module
from dabir_core.cli.redo import read_transcript, redo, seconds, show_new
from dabir_core.cli.reporter import PlainReporter
from dabir_core.errors import OptionError, SourceMissing, SourceUnreadable
from dabir_core.formats import Kind, render
from dabir_core.options import Task, TranscribeOptions
from dabir_core.text import Digits, DisplayRules
from dabir_core.transcript import Transcript, TranscriptWarning, WarningKind
from tests.core.cli.scripted import segment


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("80", 80.0),
        ("80.5", 80.5),
        ("1:20", 80.0),
        ("01:20.25", 80.25),
        ("1:02:03", 3723.0),
        (" 0 ", 0.0),
        ("۱:۲۰٫۵", 80.5),
    ],
)
def test_times_are_read(clock: str, expected: float) -> None:
    assert seconds(clock) == expected


@pytest.mark.parametrize("clock", ["", "1:2:3:4", "-5", "1:20s", "nan", "1:.5", ":20"])
def test_other_words_are_no_times(clock: str) -> None:
    with pytest.raises(OptionError):
        seconds(clock)


def test_a_missing_transcript_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        read_transcript(tmp_path / "none.json")
    with pytest.raises(SourceUnreadable):
        read_transcript(tmp_path)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    silence = Transcript((), 3.0, "fa", 0.0, "small")
    path = tmp_path / "edited.json"
    path.write_text(render(silence, Kind.JSON), encoding="utf-8-sig")
    assert read_transcript(path) == silence


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', '"سلام"', '{"version": 2}', "\ufeff"])
def test_what_is_no_transcript_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OptionError):
        read_transcript(path)


def test_what_is_new_is_shown_with_what_to_know_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    known, doubtful = (TranscriptWarning(WarningKind.LOW_CONFIDENCE, at, at + 1.0, 1.0) for at in (1.0, 65.0))
    before = Transcript((segment(1.0, "سلام"),), 70.0, "fa", 1.0, "small", (known,))
    after = Transcript((*before.segments, segment(65.0, "خداحافظ")), 70.0, "fa", 1.0, "small", (known, doubtful))
    show_new(before, after, PlainReporter())
    shown = capsys.readouterr()
    assert shown.out == "خداحافظ\n"
    english, persian = shown.err.splitlines()
    assert "1:05" in english
    assert "۱:۰۵" in persian


@dataclass
class Listener:
    """Stands for a loaded checkpoint: hears the options, and changes nothing."""

    asked: list[TranscribeOptions] = field(default_factory=list)

    def redo(self, transcript: Transcript, part: Excerpt, *, source: Path, options: TranscribeOptions) -> Transcript:
        self.asked.append(options)
        return transcript


def test_the_part_is_made_as_the_flags_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listener, path = Listener(), tmp_path / "talk.json"
    path.write_text(render(Transcript((segment(1.0, "سلام"),), 70.0, "fa", 1.0, "small"), Kind.JSON), encoding="utf-8")
    monkeypatch.setattr(redo_module, "chosen_model", lambda *_: tmp_path)
    monkeypatch.setattr(redo_module, "load_transcriber", lambda *_: listener)
    recording = tmp_path / "talk.ogg"
    redo(path, recording, start="0", until="5")
    redo(
        path,
        recording,
        start="0",
        until="5",
        language="auto",
        candidates="fa,ar",
        task=Task.TRANSLATE,
        prompt="جلسه",
        hot_words="دبیر، ویسپر",
        timestamp_tokens=True,
        temperature=0.2,
        mend="none",
        digits=Digits.PERSIAN,
    )
    assert listener.asked == [
        TranscribeOptions(language="fa", words=False),
        TranscribeOptions(
            candidates=("fa", "ar"),
            task=Task.TRANSLATE,
            words=False,
            timestamp_tokens=True,
            temperature=0.2,
            prompt="جلسه",
            hot_words=("دبیر", "ویسپر"),
            display=DisplayRules(
                letters=False, zwnj=False, digits=Digits.PERSIAN, punctuation=False, spaces=False, tatweel=False
            ),
        ),
    ]
