"""Why a link gives no sound: one class, one cause, one fix; `errors` says how they are used.

FetchError                 the subject is its host, or the limit
├── LinkUnsupported    no link, or one that nothing here can follow
├── LinksOff           links are switched off
├── LinkNotListed      only listed sites and media files are allowed
├── LinkBlocked        it leads where nobody may go
├── LinkBotCheck       the site takes this machine for a robot
├── LinkPrivate        it needs an account
├── LinkAge            the site wants to know the viewer's age
├── LinkRegion         closed in this country
├── LinkLive           a live stream
├── LinkPlaylist       a list of many
├── LinkTooLong        more seconds than allowed
├── LinkTooBig         more bytes than allowed
├── LinkMemory         more memory than allowed
├── LinkNoAudio        no sound that can be had
├── LinkGone           nothing is there any more
├── LinkRateLimited    the site wants fewer requests
├── LinkUnreachable    no answer, or a broken one
├── LinkTimeout        slower than allowed
└── LinkToolMissing    yt-dlp is not installed, or too old
"""

from dabir_core.errors import DabirError


class FetchError(DabirError):
    """A link gives no sound; the subject is its host, or the limit that it breaks."""


class LinkUnsupported(FetchError):
    """It is no link, or one that nothing here can follow."""


class LinksOff(FetchError):
    """Fetching links is switched off."""


class LinkNotListed(FetchError):
    """Only listed sites and plain media files are allowed, and this is neither."""


class LinkBlocked(FetchError):
    """It leads to an address that is not allowed."""


class LinkBotCheck(FetchError):
    """The site takes this machine for a robot."""


class LinkPrivate(FetchError):
    """It is open to some accounts only."""


class LinkAge(FetchError):
    """The site wants to know how old the viewer is."""


class LinkRegion(FetchError):
    """It is closed in the country that we seem to be in."""


class LinkLive(FetchError):
    """It is a stream that has not ended, or not begun."""


class LinkPlaylist(FetchError):
    """It is a list of many recordings."""


class LinkTooLong(FetchError):
    """The recording is longer than is allowed; the subject is the limit."""


class LinkTooBig(FetchError):
    """The file is bigger than is allowed; the subject is the limit."""


class LinkMemory(FetchError):
    """Reading its page or running the page's script takes more memory than is allowed."""


class LinkNoAudio(FetchError):
    """There is no sound that can be had."""


class LinkGone(FetchError):
    """Nothing is there, or not any more."""


class LinkRateLimited(FetchError):
    """The site wants fewer requests from here."""


class LinkUnreachable(FetchError):
    """The site gave no answer, or a broken one."""


class LinkTimeout(FetchError):
    """Fetching took longer than is allowed."""


class LinkToolMissing(FetchError):
    """yt-dlp is not installed, or too old; the subject is the pip command that installs it."""
