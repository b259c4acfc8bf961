"""A part of a file against the same part of the whole."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from dabir_core.arrays import Waveform
from dabir_core.audio import DecodingPart, open_audio
from dabir_core.audio.decode import Decoding
from tests.core.audio import media as made


def whole(path: Path) -> Waveform:
    with open_audio(path) as decoding:
        return np.concatenate(list(decoding))


def part(path: Path, start: float, end: float) -> tuple[list[Waveform], DecodingPart]:
    with DecodingPart(open_audio(path), start=start, end=end) as decoding:
        return list(decoding), decoding


@pytest.mark.parametrize(
    ("start", "end"), [(0.0, 1.0), (0.25, 0.75), (0.5, 2.5), (1.0, 2.0), (0.0, 99.0), (1.999, 2.0001)]
)
def test_it_is_what_the_whole_has_there(media: Path, start: float, end: float) -> None:
    path = media / "s16_16k_mono.wav"
    blocks, decoding = part(path, start, end)
    expected = whole(path)[round(start * 16_000) : round(end * 16_000)]
    np.testing.assert_array_equal(np.concatenate(blocks), expected)
    assert all(block.size for block in blocks)
    assert decoding.duration == end - start


def test_nothing_is_decoded_after_it(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = list(np.split(np.arange(64_000, dtype=np.float32), 4))
    given = iter(blocks)
    monkeypatch.setattr(Decoding, "__iter__", lambda _: given)
    found, _ = part(media / "s16_16k_mono.wav", 0.5, 1.5)
    assert np.concatenate(found).tolist() == list(range(8_000, 24_000))
    assert len(list(given)) == 2


def test_after_the_files_end_there_is_nothing(media: Path) -> None:
    blocks, _ = part(media / "s16_16k_mono.wav", made.DURATION + 5, made.DURATION + 9)
    assert blocks == []


def test_damage_elsewhere_is_not_its_own(media: Path) -> None:
    path = media / "flipped_adts.aac"
    with open_audio(path) as decoding:
        list(decoding)
        places = decoding.lost
    assert places
    at = places[0].start
    _, inside = part(path, max(0.0, at - 0.5), at + 0.5)
    assert inside.lost[0].start == pytest.approx(min(at, 0.5))
    _, before = part(path, 0.0, at)
    assert before.lost == ()
    assert all(one.start < other.start for one, other in pairwise(places))
