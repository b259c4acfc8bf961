"""The list of sites against yt-dlp's own extractors."""

import pytest
from yt_dlp.extractor import gen_extractor_classes

from dabir_core.fetch.sites import SITES, extractors_for

INSIDE = ["http://127.0.0.1/", "https://10.0.0.1/watch?v=aaaaaaaaaaa", f"http://localhost/Mediasite/Play/{'0a' * 16}"]


def test_every_listed_extractor_is_one_of_yt_dlps() -> None:
    names = {extractor.IE_NAME.lower() for extractor in gen_extractor_classes()}
    assert {name.lower() for listed in SITES.values() for name in listed} <= names


@pytest.mark.parametrize("url", INSIDE)
def test_no_listed_extractor_takes_an_address_inside(url: str) -> None:
    listed = {name.lower() for names in SITES.values() for name in names}
    taking = [each.IE_NAME for each in gen_extractor_classes() if each.IE_NAME.lower() in listed and each.suitable(url)]
    assert taking == []


def test_domains_are_matched_whole() -> None:
    assert extractors_for("m.youtube.com") == extractors_for("youtube.com") != ()
    assert extractors_for("youtube.com.evil.example") == ()
    assert extractors_for("notx.com") == ()
