"""Which scripts write no spaces."""

import pytest

from dabir_core.text.spaces import is_unspaced


@pytest.mark.parametrize("letter", "ไລမあ漢ア")
def test_thai_lao_burmese_kana_and_han_write_none(letter: str) -> None:
    assert is_unspaced(letter)


@pytest.mark.parametrize("letter", "aяپعकא")
def test_the_scripts_of_europe_persia_and_india_do(letter: str) -> None:
    assert not is_unspaced(letter)
