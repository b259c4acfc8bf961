"""The command line."""

from pathlib import Path

import pytest

from dabir_desktop.arguments import Arguments, parse


def test_nothing_is_asked_for_by_default() -> None:
    assert parse([]) == Arguments()


def test_what_is_handed_to_the_open_window_means_the_same_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = parse(["جلسه.mp3", "https://example.org/a.mp3", "--toggle", "--", "-odd.mp3"]).written()
    monkeypatch.chdir("/")
    handed = parse(asked)
    assert handed.is_toggle
    assert handed.sources == (str(tmp_path / "جلسه.mp3"), "https://example.org/a.mp3", str(tmp_path / "-odd.mp3"))


def test_an_unknown_flag_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        parse(["--taggle"])
    assert refusal.value.code == 2
    assert "--taggle" in capsys.readouterr().err
