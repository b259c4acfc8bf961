"""No file opens another one: every script points at a pipe without a writer, and who opens that hangs."""

import os
import subprocess
from pathlib import Path

import pytest

from dabir_core.audio.accepted import FORMAT_WHITELIST
from dabir_core.errors import NoSound, NotMedia
from tests.core.audio import mov_reference
from tests.core.audio.listening import hear

FFCONCAT = "ffconcat version 1.0\nfile {trap}\n"
PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{trap}\n#EXT-X-ENDLIST\n"
SESSION = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 49170 RTP/AVP 0\n"
DASH = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT5S">'
    '<Period><AdaptationSet mimeType="audio/mp4"><Representation id="a" bandwidth="1000"><BaseURL>{trap}</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>"
)
SCRIPTS = {"ffconcat": FFCONCAT, "hls": PLAYLIST, "sdp": SESSION, "dash": DASH}


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "trap.ts")
    return tmp_path / "trap.ts"


def falls_into(command: list[str]) -> bool:
    """Whether ffmpeg, without our whitelists, hangs at the pipe: the proof that the trap works."""
    try:
        subprocess.run(["ffmpeg", "-nostdin", "-v", "quiet", *command, "-f", "null", "-"], timeout=2, check=False)
    except subprocess.TimeoutExpired:
        return True
    return False


@pytest.mark.parametrize("name", ["note.mp3", "note.m3u8"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_and_playlists_are_no_media(tmp_path: Path, trap: Path, script: str, name: str, way: str) -> None:
    (tmp_path / name).write_text(SCRIPTS[script].format(trap=trap.name), encoding="utf-8")
    with pytest.raises(NotMedia):
        hear(tmp_path / name)


def test_a_mov_whose_sound_is_elsewhere_opens_nothing(media: Path, tmp_path: Path, trap: Path, way: str) -> None:
    mov_reference.write_external(media / "s24.mov", tmp_path / "external.mov", target=trap)
    with pytest.raises(NoSound):
        hear(tmp_path / "external.mov")


def test_numbered_pictures_are_not_looked_for(tmp_path: Path, trap: Path, way: str) -> None:
    (tmp_path / "picture%d.ts").write_bytes(b"no picture")
    trap.rename(tmp_path / "picture1.ts")
    with pytest.raises(NotMedia):
        hear(tmp_path / "picture%d.ts")


def test_the_trap_catches_a_decoder_without_whitelist(media: Path, tmp_path: Path, trap: Path) -> None:
    (tmp_path / "note.txt").write_text(FFCONCAT.format(trap=trap.name), encoding="utf-8")
    (tmp_path / "note.m3u8").write_text(PLAYLIST.format(trap=trap.name), encoding="utf-8")
    mov_reference.write_external(media / "s24.mov", tmp_path / "external.mov", target=trap)
    assert falls_into(["-f", "concat", "-safe", "0", "-i", str(tmp_path / "note.txt")])
    assert falls_into(["-i", str(tmp_path / "note.m3u8")])
    assert falls_into(["-enable_drefs", "1", "-use_absolute_path", "1", "-i", str(tmp_path / "external.mov")])


def test_no_format_that_reads_other_files_is_accepted() -> None:
    reading_others = {
        "concat",
        "concatf",
        "hls",
        "dash",
        "imf",
        "image2",
        "sdp",
        "rtsp",
        "rtp",
        "vobsub",
        "lavfi",
        "tedcaptions",
    }
    assert not reading_others & set(FORMAT_WHITELIST.split(","))
