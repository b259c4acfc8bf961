"""Files that want more than to be heard: none reads another's file, none brings the bot down, each gets one answer."""

import hashlib
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.end_to_end.conftest import World, answered
from tests.bot.person import Person, Seen, TelegramServer
from tests.bot.silence import stray_lines, told_by
from tests.bot.spoken_notes import SpokenNote, SpokenNotes
from tests.core.audio.mov_reference import write_external

pytestmark = pytest.mark.long
PATIENCE: Final = 90.0

SCRIPTS: Final[Mapping[str, str]] = {
    "ffconcat": "ffconcat version 1.0\nfile {victim}\n",
    "ffconcat of a protocol": "ffconcat version 1.0\nfile file:{victim}\n",
    "ffconcat of pieces": "ffconcat version 1.0\nfile concat:{victim}|{victim}\n",
    "HLS": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{victim}\n#EXT-X-ENDLIST\n",
    "HLS by a protocol": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile://{victim}\n#EXT-X-ENDLIST\n",
    "HLS key": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{victim}"\n#EXTINF:5,\n{victim}\n#EXT-X-ENDLIST\n',
    "plain list": "{victim}\n",
    "session": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 49170 RTP/AVP 0\n",
    "DASH": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet '
    'mimeType="audio/mp4"><Representation id="a" bandwidth="1"><BaseURL>{victim}</BaseURL></Representation>'
    "</AdaptationSet></Period></MPD>",
    "entity": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file://{victim}">]><svg>&y;</svg>',
    "nothing": "",
    "one letter": "O",
    "page": "<html><script>alert(1)</script></html>",
}
NAMES: Final[Mapping[str, str]] = {
    "path": "../../../../etc/passwd.mp3",
    "whole path": "/etc/cron.d/dabir.mp3",
    "dots": "...mp3",
    "turned around": "note\u202e3pm.exe.mp3",
    "isolates": "\u2066\u2067note\u2069.mp3",
    "controls": "a\x00b\x07\x1b[31m\nc.mp3",
    "HTML": "<b>x</b><a href='tg://user?id=1'>y</a>.mp3",
    "Markdown": "[x](tg://user?id=1) *_`||.mp3",
    "shell": "$(id) `id`; rm -rf *.mp3",
    "command": "/ban 1.mp3",
    "half a letter": "\ud83d.mp3",
    "format": "{0.__class__} {subject} %s %n.mp3",
    "long": "نام" * 300 + ".mp3",
    "device": "CON.mp3",
}
UNSEEN: Final = {chr(number) for number in (*range(10), *range(11, 32), *range(0x202A, 0x202F))}
"""What turns or breaks a line that it stands in."""
SPEAKING: Final = ("etc/passwd", "cron.d", "tg://user", "rm -rf", "pm.exe", "/ban", "victim", "نامنام")


@pytest.fixture(scope="module", params=["cloud", "local"])
def uploads(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, notes: SpokenNotes
) -> Iterator[World]:
    is_local = request.param == "local"
    settings = {"longest_minutes": "10"} | ({"is_local": "true"} if is_local else {})
    with (
        TelegramServer.running(tmp_path_factory.mktemp("telegram"), local=is_local) as server,
        BotProcess.running(server, tmp_path_factory.mktemp("bot"), **settings) as bot,
    ):
        yield World(server, bot, notes)


CLOUD: Final = pytest.mark.parametrize("uploads", ["cloud"], indirect=True, scope="module")


def ffmpeg(arguments: Sequence[str], into: Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", *arguments, str(into)], check=True, timeout=120)


def without_length(flac: bytes) -> bytes:
    """The same stream that does not tell how many samples follow. Source: RFC 9639, section 8.2."""
    return flac[:21] + bytes([flac[21] & 0xF0]) + bytes(4) + flac[26:]


def last_word(person: Person) -> Seen:
    """The one answer to the one thing that somebody sent, when it is final."""
    return person.wait(
        lambda seen: seen[0] if len(seen) == 1 and "stop" not in "".join(seen[0].button_values) else None, PATIENCE
    )


@pytest.fixture
def victim(uploads: World) -> Iterator[tuple[SpokenNote, tuple[str, ...]]]:
    """Another's note and the names by which it could be reached: whole, and beside what is sent next."""
    note = uploads.notes.voice(40)
    sara = uploads.stranger()
    sent = sara.sends_voice(note.path, duration=3)
    answered(sara, sent, note)
    file_id = sara.message(sent.message_id).body["voice"]["file_id"]
    stored = Path(uploads.server.order("content", file_id=file_id)["path"])
    before = hashlib.sha256(stored.read_bytes()).digest()
    yield note, (str(stored), f"../voice/{stored.name}")
    assert hashlib.sha256(stored.read_bytes()).digest() == before


def test_no_script_reads_anothers_note(
    uploads: World, victim: tuple[SpokenNote, tuple[str, ...]], tmp_path: Path
) -> None:
    note, places = victim
    people = []
    for number, script in enumerate(SCRIPTS.values()):
        for place in places:
            trap = tmp_path / f"{len(people)}.mp4"
            trap.write_text(script.format(victim=place), encoding="utf-8")
            people.append(uploads.stranger())
            kind = ("audio", "video", "voice")[number % 3]
            people[-1].sends(kind, path=trap, file_name="note.mp4", duration=3)
    told = [last_word(person).text for person in people]
    assert all(note.error_rate(text) > 0.8 for text in told)
    assert [text for text in told if str(uploads.bot.folder) in text or places[0] in text] == []


def test_no_film_borrows_its_sound_from_another_file(
    uploads: World, victim: tuple[SpokenNote, tuple[str, ...]], tmp_path: Path
) -> None:
    note, places = victim
    source = tmp_path / "own.mov"
    spoken = uploads.notes.voice(41).path
    ffmpeg(["-i", str(spoken), "-c:a", "pcm_s16le"], source)
    write_external(source, tmp_path / "borrows.mov", target=Path(places[0]))
    ali = uploads.stranger()
    ali.sends("video", path=tmp_path / "borrows.mov", duration=3)
    assert note.error_rate(last_word(ali).text) > 0.8


@CLOUD
def test_names_are_only_names(uploads: World, tmp_path: Path) -> None:
    broken, note = tmp_path / "broken.mp3", uploads.notes.audio(42)
    broken.write_bytes(b"no sound in here" * 100)
    complainers, readers = [], []
    for name in NAMES.values():
        complainers.append(uploads.stranger())
        complainers[-1].sends("audio", path=broken, file_name=name, duration=3)
        readers.append(uploads.stranger())
        sent = readers[-1].sends("audio", path=note.path, file_name=name, duration=3)
        told = answered(readers[-1], sent, note, seconds=90)
        readers[-1].presses(next(value for value in told.button_values if value.startswith("srt:")), message=told)
    for person in complainers:
        assert not UNSEEN & set(last_word(person).text)
    for person in readers:
        document = person.wait(lambda seen: next((each.document for each in seen if each.document), None), 30)
        assert "/" not in document and document.endswith(".srt") and not document.startswith(".")
    assert [call for call in uploads.server.calls() if "parse_mode" in call.parameters] == []


@CLOUD
def test_hours_in_a_few_kilobytes_are_refused_in_time(uploads: World, tmp_path: Path) -> None:
    told, untold = tmp_path / "told.flac", tmp_path / "untold.flac"
    ffmpeg(["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "7200", "-frame_size", "32768"], told)
    untold.write_bytes(without_length(told.read_bytes()))
    people = [uploads.stranger(), uploads.stranger()]
    for person, path in zip(people, (told, untold), strict=True):
        person.sends("audio", path=path, duration=2)
    for person in people:
        person.wait_for_text("۱۰", PATIENCE)


@CLOUD
def test_a_film_of_gigantic_pictures_is_only_heard(uploads: World, tmp_path: Path) -> None:
    note, film = uploads.notes.voice(43), tmp_path / "giant.mkv"
    ffmpeg(["-f", "lavfi", "-i", "color=size=16000x16000:rate=1,format=gray", "-frames:v", "1"], tmp_path / "p.png")
    ffmpeg(["-i", str(tmp_path / "p.png"), "-i", str(note.path), "-c", "copy"], film)
    ali = uploads.stranger()
    answered(ali, ali.sends("document", path=film, mime_type="video/x-matroska"), note)


def test_the_log_has_no_word_of_all_that(uploads: World) -> None:
    assert told_by(uploads.bot, *SPEAKING, uploads.notes.text(40), uploads.notes.text(42)) == []
    assert stray_lines(uploads.bot) == []
    sounds = uploads.bot.folder / "bot" / "sounds"
    assert list(sounds.iterdir() if sounds.exists() else ()) == []
