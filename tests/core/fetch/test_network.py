"""Real sites, which change: run by hand with `pytest -m network tests/core/fetch`, on a machine that reaches them.

Some addresses of data centres are taken for robots; a failure with LinkBotCheck says that, and nothing of the code. The
recordings are short, public and old: the first video of YouTube, and the one by which yt-dlp tests Aparat. A proxy is
taken from HTTPS_PROXY, as the command line does.
"""

from pathlib import Path
from urllib.request import getproxies

import pytest

from dabir_core.fetch import LinkLimits, LinkPolicy, Scope, fetch
from dabir_core.proxy import Proxy

RECORDINGS = {
    "https://www.youtube.com/watch?v=jNQXAC9IVRw": 19.0,
    "https://www.aparat.com/v/wP8On": 231.0,
}


@pytest.mark.network
@pytest.mark.parametrize("url", RECORDINGS)
def test_a_short_recording_arrives(url: str, tmp_path: Path) -> None:
    known = getproxies().get("https")
    allowed = LinkPolicy(Scope.SITES, proxy=Proxy.parse(known) if known else None, limits=LinkLimits(deadline=120.0))
    found = fetch(url, allowed, into=tmp_path)
    assert found is not None
    assert found.path.stat().st_size > 10_000
    assert found.title
    assert found.duration == pytest.approx(RECORDINGS[url], abs=1.0)
