"""The file of calibrated heads: written, read, and passed over where it fits no checkpoint."""

from pathlib import Path

import pytest

from dabir_core.asr.calibrated_heads import FILE_NAME, calibrated_heads, store_heads
from dabir_core.asr.dimensions import Dimensions
from dabir_core.errors import OutputError

SIZES = Dimensions(
    width=8, encoder_layers=2, encoder_heads=2, decoder_layers=3, decoder_heads=2, mel_bins=80, vocabulary=100,
    source_positions=50, target_positions=40,
)  # fmt: skip


def test_what_is_stored_is_read(tmp_path: Path) -> None:
    assert store_heads(tmp_path, ((1, 0), (2, 1))) == tmp_path / FILE_NAME
    assert calibrated_heads(tmp_path, SIZES) == ((1, 0), (2, 1))
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"alignment_heads": 5}', '{"alignment_heads": [[3, 0]]}', '{"alignment_heads": [[0, 2]]}'],
)
def test_what_fits_no_checkpoint_of_these_sizes_counts_as_absent(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    assert calibrated_heads(tmp_path, SIZES) == ()


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert calibrated_heads(tmp_path, SIZES) == ()


def test_a_folder_that_is_closed_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="dabir-heads"):
        store_heads(tmp_path / "missing", ((0, 0),))
