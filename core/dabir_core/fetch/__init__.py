"""Links in: the sound behind an address becomes a file, in a process of its own, behind a guard."""

from typing import TYPE_CHECKING

from dabir_core.late import late_names

if TYPE_CHECKING:
    from dabir_core.fetch.addresses import Endpoint
    from dabir_core.fetch.fetching import Fetched, ReceivedCallback, fetch
    from dabir_core.fetch.file_name import safe_file_name
    from dabir_core.fetch.messages import Received
    from dabir_core.fetch.policy import LinkLimits, LinkPolicy, Scope
    from dabir_core.fetch.tool import notices
    from dabir_core.fetch.url import is_link
else:
    __getattr__ = late_names(
        __name__,
        {
            "fetch.addresses": "Endpoint",
            "fetch.fetching": "Fetched ReceivedCallback fetch",
            "fetch.file_name": "safe_file_name",
            "fetch.messages": "Received",
            "fetch.policy": "LinkLimits LinkPolicy Scope",
            "fetch.tool": "notices",
            "fetch.url": "is_link",
        },
    )

__all__ = [
    "Endpoint",
    "Fetched",
    "LinkLimits",
    "LinkPolicy",
    "Received",
    "ReceivedCallback",
    "Scope",
    "fetch",
    "is_link",
    "notices",
    "safe_file_name",
]
