"""Troubles with models are told for a window: no flags, both languages, another way where there is one."""

import pytest

from dabir_core import errors
from dabir_core.errors import DabirError
from dabir_desktop.i18n import Interface
from dabir_desktop.model_troubles import wants_another_way, words_for

FROM_A_HUB = (errors.HubUnreachable, errors.HubDenied, errors.HubBusy, errors.HubNotFound, errors.HubFailed)
ALL = (
    *FROM_A_HUB,
    *(errors.DownloadCorrupt, errors.DiskFull, errors.CheckpointIncomplete, errors.ArchiveRefused),
    *(errors.ArchiveDamaged, errors.HubIdWrong),
)


@pytest.mark.parametrize("kind", ALL)
def test_no_flag_and_no_command_is_told(persian: Interface, kind: type[DabirError]) -> None:
    for language in ("fa", "en"):
        persian.speak("fa" if language == "fa" else "en")
        words = words_for(kind("vhdm/whisper"), persian)
        assert "--" not in words
        assert "DABIR_" not in words
        assert "dabir models" not in words
        assert len(words) > 20


@pytest.mark.parametrize("kind", FROM_A_HUB)
def test_a_hub_that_fails_is_told_with_another_way(kind: type[DabirError], persian: Interface) -> None:
    assert wants_another_way(kind("a/b"))
    assert "آینه" in words_for(kind("a/b"), persian)


@pytest.mark.parametrize("subject", ["--name demo", "--mirror ftp://a", "--proxy", "--name a (is installed)"])
def test_options_are_told_without_their_flags(subject: str, english: Interface) -> None:
    words = words_for(errors.OptionError(subject), english)
    assert "--" not in words
    assert wants_another_way(errors.OptionError(subject)) == ("mirror" in subject)


def test_a_full_disk_is_not_helped_by_a_mirror() -> None:
    assert not wants_another_way(errors.DiskFull("2 GB"))


def test_other_errors_have_the_sentence_of_core(persian: Interface) -> None:
    error = errors.EngineMissing("pip install openvino")
    assert words_for(error, persian) == persian.error(error)


def test_what_is_missing_is_named(english: Interface) -> None:
    assert "tokenizer.json" in words_for(errors.CheckpointIncomplete("tokenizer.json"), english)
