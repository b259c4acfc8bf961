"""yt-dlp's own exceptions, as its extractors raise them, become errors that people can act on.

The words are copied from yt-dlp 2026.08.19 (extractor/youtube, common, instagram, vimeo) and from its issue tracker.
"""

import io

import pytest
from yt_dlp.networking.common import Response
from yt_dlp.networking.exceptions import HTTPError, IncompleteRead, TransportError
from yt_dlp.utils import DownloadError, ExtractorError, GeoRestrictedError, UnsupportedError, UserNotLive

from dabir_core import link_errors as links
from dabir_core.fetch.media_errors import reason

WORDS: dict[str, type[links.FetchError]] = {
    "[youtube] x: Sign in to confirm you’re not a bot. Use --cookies-from-browser": links.LinkBotCheck,
    "[youtube] x: Sign in to confirm your age. This video may be inappropriate for some users": links.LinkAge,
    "[youtube] x: Private video. Sign in if you've been granted access to this video": links.LinkPrivate,
    "[youtube] x: Join this channel to get access to members-only content like this video": links.LinkPrivate,
    "[youtube] x: This video is available to this channel's members on level": links.LinkPrivate,
    "[youtube] x: Video unavailable. This video has been removed by the uploader": links.LinkGone,
    "[youtube] x: Video unavailable": links.LinkGone,
    "[youtube] x: This live event will begin in 3 days.": links.LinkLive,
    "[youtube] x: Premieres in 2 hours": links.LinkLive,
    "[youtube] x: The uploader has not made this video available in your country": links.LinkRegion,
    "[youtube] x: Requested format is not available. Use --list-formats": links.LinkNoAudio,
    "[youtube] x: This video is DRM protected": links.LinkNoAudio,
    "[youtube] x: Your account has been rate-limited by YouTube for up to an hour": links.LinkRateLimited,
    "[Instagram] x: Requested content is not available, rate-limit reached or login required": links.LinkRateLimited,
    "[Instagram] x: This account is private. Use --cookies": links.LinkPrivate,
    "[vimeo] x: This video is protected by a password, use the --video-password option": links.LinkPrivate,
    "[twitter] x: No video could be found in this tweet": links.LinkNoAudio,
    "Got HTTP Error 403 caused by Cloudflare anti-bot challenge; try again": links.LinkBotCheck,
    "No suitable extractor (Youtube) found for URL https://x.example": links.LinkUnsupported,
    'Unsupported url scheme: "file"': links.LinkUnsupported,
    "something that nobody has seen": links.FetchError,
}


def raised(inside: Exception) -> DownloadError:
    """As `YoutubeDL.extract_info` raises it."""
    return DownloadError(f"ERROR: {inside}", (type(inside), inside, None))


def http(status: int) -> HTTPError:
    return HTTPError(Response(io.BytesIO(), "https://a.example/", {}, status=status))


@pytest.mark.parametrize(("words", "kind"), WORDS.items())
def test_words(words: str, kind: type[links.FetchError]) -> None:
    told = reason(raised(ExtractorError(words, expected=True)), "a.example")
    assert type(told) is kind
    assert told.subject == "a.example"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, links.LinkPrivate),
        (403, links.LinkPrivate),
        (404, links.LinkGone),
        (410, links.LinkGone),
        (429, links.LinkRateLimited),
        (451, links.LinkRegion),
        (503, links.LinkUnreachable),
    ],
)
def test_statuses(status: int, kind: type[links.FetchError]) -> None:
    inside = ExtractorError("Unable to download webpage", cause=http(status))
    assert type(reason(raised(inside), "a.example")) is kind


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (GeoRestrictedError("no", countries=["IR"]), links.LinkRegion),
        (UserNotLive(), links.LinkLive),
        (UnsupportedError("https://a.example/"), links.LinkUnsupported),
        (ExtractorError("x", cause=TransportError("no route")), links.LinkUnreachable),
        (ExtractorError("x", cause=IncompleteRead(1, 2)), links.LinkUnreachable),
    ],
)
def test_types(inside: Exception, kind: type[links.FetchError]) -> None:
    assert type(reason(raised(inside), "a.example")) is kind


def test_a_robot_check_is_one_whatever_its_status() -> None:
    inside = ExtractorError("Sign in to confirm you're not a bot", cause=http(403))
    assert type(reason(raised(inside), "a.example")) is links.LinkBotCheck
