"""Every phrase has the same gaps in both languages, and Persian ones are written in Persian letters."""

import re
from string import Formatter

import pytest

from dabir_bot import command_texts, texts
from dabir_bot.errors import BOT_WORDS
from dabir_core.phrase import Phrase

PHRASES = {
    **{f"{module.__name__}.{name}": each for module in (texts, command_texts) for name, each in vars(module).items()},
    **{kind.__name__: phrase for kind, phrase in BOT_WORDS.items()},
    **{command: phrase for command, phrase in command_texts.MENU},
}
SAID = {name: phrase for name, phrase in PHRASES.items() if isinstance(phrase, Phrase)}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", SAID)
def test_both_languages_have_the_same_gaps(name: str) -> None:
    assert gaps(SAID[name].en) == gaps(SAID[name].fa)


@pytest.mark.parametrize("name", SAID)
def test_persian_is_written_in_persian_letters(name: str) -> None:
    assert not re.search("[يك٠-٩]", SAID[name].fa)
    assert not re.search(r"\b(ن?می) [آ-ی]", SAID[name].fa)


@pytest.mark.parametrize("name", SAID)
def test_a_text_fits_a_message(name: str) -> None:
    assert max(len(SAID[name].en), len(SAID[name].fa)) < 3000


@pytest.mark.parametrize(("command", "told"), command_texts.MENU)
def test_the_menu_is_as_telegram_takes_it(command: str, told: Phrase) -> None:
    """1 to 32 signs; descriptions of 1 to 256. Source: core.telegram.org/bots/api#botcommand."""
    assert re.fullmatch(r"[a-z0-9_]{1,32}", command)
    assert 1 <= len(told.en) <= 256 and 1 <= len(told.fa) <= 256
