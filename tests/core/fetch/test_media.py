"""What is asked of yt-dlp: which sound it takes, and how HLS playlists are measured."""

from pathlib import Path
from typing import Any

import pytest
import yt_dlp

from dabir_core.fetch.media import options_for, playlist_seconds
from dabir_core.fetch.policy import LinkPolicy, Scope
from dabir_core.fetch.url import vet


def chosen(formats: list[dict[str, Any]], folder: Path) -> str:
    policy = LinkPolicy(Scope.ANY)
    link = vet("https://www.youtube.com/watch?v=aaaaaaaaaaa", policy)
    with yt_dlp.YoutubeDL(options_for(link, policy, folder=folder, runtime=None)) as site:
        listed = [{"url": f"https://a.example/{entry['format_id']}", **entry} for entry in formats]
        answer = {"id": "x", "title": "T", "extractor": "x", "extractor_key": "X", "formats": listed}
        return str(site.process_ie_result(answer, download=False)["format_id"])


def sound(name: str, rate: float, **more: Any) -> dict[str, Any]:
    return {"format_id": name, "abr": rate, "tbr": rate, "acodec": "opus", "vcodec": "none", "ext": "webm", **more}


def film(name: str, height: int, acodec: str = "mp4a") -> dict[str, Any]:
    return {"format_id": name, "height": height, "tbr": 2.0 * height, "vcodec": "avc1", "acodec": acodec, "ext": "mp4"}


@pytest.mark.parametrize(
    ("formats", "name"),
    [
        ([sound("249", 48), sound("250", 66), sound("251", 130), film("18", 360)], "250"),
        ([sound("140", 128), sound("141", 256), film("18", 360)], "140"),
        ([sound("dub", 64, language_preference=-1), sound("original", 130, language_preference=10)], "original"),
        ([film("low", 240), film("high", 1080)], "low"),
        ([film("mute", 144, "none"), film("low", 240), film("high", 1080)], "low"),
    ],
)
def test_the_smallest_sound_that_serves_speech_is_taken(
    formats: list[dict[str, Any]], name: str, tmp_path: Path
) -> None:
    assert chosen(formats, tmp_path) == name


def test_a_film_without_sound_has_none_to_take(tmp_path: Path) -> None:
    with pytest.raises(yt_dlp.utils.ExtractorError, match="format is not available"):
        chosen([film("mute", 144, "none")], tmp_path)


def test_a_playlists_length_is_the_sum_of_its_parts() -> None:
    head = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.0,\n1.ts\n#EXTINF:2.5,title\n2.ts\n"
    assert playlist_seconds(head + "#EXT-X-ENDLIST\n") == 6.5
    assert playlist_seconds(head) is None
