"""SubRip and WebVTT: by hand, and read by another implementation, the ffmpeg executable."""

import subprocess
from pathlib import Path

import pytest

from dabir_core.formats import Kind, render, write
from dabir_core.transcript import Segment, Transcript

LONG = "امروز هوا خوب است و ما با بچه‌ها به پارک می‌رویم تا بازی کنیم"
HARD = "قیمت iPhone 15 چند است؟ «نمی‌دانم» a & b"


def _transcript(*segments: Segment) -> Transcript:
    return Transcript(segments, duration=8000.0, language="fa", language_probability=1.0, model="demo")


SPOKEN = _transcript(
    Segment(0.0, 1.5, "سلام.", "fa"),
    Segment(1.5, 1.5, " ", "fa"),
    Segment(2.0004, 4.25, "42", "fa"),
    Segment(4.25, 7.0, LONG, "fa"),
    Segment(3723.004, 3725.0, HARD, "fa"),
)

SRT = """\
1
00:00:00,000 --> 00:00:01,500
سلام.

2
00:00:02,000 --> 00:00:04,250
42

3
00:00:04,250 --> 00:00:07,000
امروز هوا خوب است و ما با بچه‌ها
به پارک می‌رویم تا بازی کنیم

4
01:02:03,004 --> 01:02:05,000
قیمت iPhone 15 چند است؟ «نمی‌دانم» a & b
"""

VTT = """\
WEBVTT

00:00:00.000 --> 00:00:01.500
سلام.

00:00:02.000 --> 00:00:04.250
42

00:00:04.250 --> 00:00:07.000
امروز هوا خوب است و ما با بچه‌ها
به پارک می‌رویم تا بازی کنیم

01:02:03.004 --> 01:02:05.000
قیمت iPhone 15 چند است؟ «نمی‌دانم» a &amp; b
"""


def test_srt_by_hand() -> None:
    assert render(SPOKEN, Kind.SRT) == SRT


def test_vtt_by_hand() -> None:
    assert render(SPOKEN, Kind.VTT) == VTT


def test_srt_for_old_players_embeds_the_lines_of_right_to_left_cues() -> None:
    # U+202B opens an embedding from the right, U+202C ends it (UAX 9, 2.1 and 2.3); a cue in Latin letters needs none,
    # and one without letters runs as the language does.
    marked = """\
1
00:00:00,000 --> 00:00:01,500
\u202bسلام.\u202c

2
00:00:02,000 --> 00:00:04,250
\u202b42\u202c

3
00:00:04,250 --> 00:00:07,000
\u202bامروز هوا خوب است و ما با بچه\u200cها\u202c
\u202bبه پارک می\u200cرویم تا بازی کنیم\u202c

4
01:02:03,004 --> 01:02:05,000
\u202bقیمت iPhone 15 چند است؟ «نمی\u200cدانم» a & b\u202c
"""
    assert render(SPOKEN, Kind.SRT_RTL) == marked
    latin = _transcript(Segment(0.0, 1.0, "The word سلام means hello.", "fa"))
    assert render(latin, Kind.SRT_RTL) == render(latin, Kind.SRT)


def test_silence_makes_no_cues() -> None:
    assert render(_transcript(), Kind.SRT) == ""
    assert render(_transcript(), Kind.SRT_RTL) == ""
    assert render(_transcript(), Kind.VTT) == "WEBVTT\n"


def test_an_arrow_in_a_text_is_no_times_line() -> None:
    arrow = _transcript(Segment(0.0, 1.0, "00:01 --> <b>x</b>", "fa"))
    assert render(arrow, Kind.SRT).splitlines()[2] == "00:01 → <b>x</b>"
    assert render(arrow, Kind.VTT).splitlines()[3] == "00:01 --&gt; &lt;b&gt;x&lt;/b&gt;"


@pytest.mark.parametrize("kind", [Kind.SRT, Kind.VTT])
def test_ffmpeg_reads_the_same_cues(tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / f"یادداشت.{kind}"
    write(SPOKEN, path, kind=kind)
    read = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-f", "srt", "-"], capture_output=True, check=True, encoding="utf-8"
    )
    assert read.stderr == ""
    assert read.stdout.strip() == SRT.strip()
