"""Chats' choices in both dialects."""

import pytest

from dabir_bot.store import ChatSettings, Store


def test_a_chat_that_chose_nothing_has_the_defaults(store: Store) -> None:
    assert store.chats.settings(5) == ChatSettings()
    assert ChatSettings().language == "fa"


def test_a_change_leaves_the_other_choices(store: Store) -> None:
    store.chats.change(-5, everything=True)
    changed = store.chats.change(-5, language=None, speaks="en")
    assert changed == store.chats.settings(-5) == ChatSettings(None, "en", everything=True)
    assert store.chats.settings(5) == ChatSettings()


def test_chats_have_ids_of_64_bits(store: Store) -> None:
    chat = -1_002_345_678_901_234
    store.chats.change(chat, timestamps=True)
    assert store.chats.settings(chat).timestamps


def test_an_unknown_choice_is_refused_and_changes_nothing(store: Store) -> None:
    with pytest.raises(TypeError):
        store.chats.change(5, colour="red")
    assert store.chats.settings(5) == ChatSettings()


def test_a_forgotten_chat_has_the_defaults_again(store: Store) -> None:
    store.chats.change(5, language="en")
    store.chats.change(-6, language="de")
    store.chats.forget(5)
    assert store.chats.settings(5) == ChatSettings()
    store.chats.forget_chat(-6)
    assert store.chats.settings(-6) == ChatSettings()
