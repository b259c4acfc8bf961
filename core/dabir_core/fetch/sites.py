"""The sites that a server fetches from: domains, and yt-dlp's extractors that may run for each; pure.

A positive list, since many of yt-dlp's other extractors take addresses on any host (PeerTube, Mediasite, Kaltura),
which turns a link into a request to wherever its sender likes. Extractors that follow foreign addresses
(`twitter:shortener`) are left out for the same reason. Names are matched whole, as regular expressions, case aside.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_YOUTUBE = ("youtube", "youtube:tab", "youtube:clip", "youtube:truncated_id", "YoutubeYtBe", "YoutubeLivestreamEmbed")
_TWITTER = ("twitter", "twitter:amplify", "twitter:broadcast", "twitter:spaces")
_FACEBOOK = ("facebook", "facebook:reel", "FacebookPluginsVideo")

SITES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "youtube.com": _YOUTUBE,
        "youtu.be": _YOUTUBE,
        "youtube-nocookie.com": _YOUTUBE,
        "aparat.com": ("aparat",),
        "telewebion.com": ("telewebion",),
        "telewebion.ir": ("telewebion",),
        "soundcloud.com": ("soundcloud", "soundcloud:set", "SoundcloudEmbed"),
        "instagram.com": ("instagram",),
        "x.com": _TWITTER,
        "twitter.com": _TWITTER,
        "vimeo.com": ("vimeo", "vimeo:channel", "vimeo:group", "vimeo:review"),
        "ted.com": ("TedTalk", "TedEmbed"),
        "dailymotion.com": ("dailymotion",),
        "dai.ly": ("dailymotion",),
        "facebook.com": _FACEBOOK,
        "fb.watch": _FACEBOOK,
        "tiktok.com": ("tiktok", "vm.tiktok"),
        "twitch.tv": ("twitch:vod", "twitch:clips"),
        "podcasts.apple.com": ("apple:podcasts",),
        "archive.org": ("archive.org",),
    }
)


def extractors_for(host: str) -> tuple[str, ...]:
    """What may run for a host; nothing if it is on no listed domain."""
    labels = host.split(".")
    domains = (".".join(labels[first:]) for first in range(len(labels)))
    return next((SITES[domain] for domain in domains if domain in SITES), ())
