import os
from pathlib import Path

import pytest

from dabir_core.audio.source import check_source
from dabir_core.errors import AudioError, EmptySource, SourceIsFolder, SourceMissing, SourceUnreadable


def refusal(path: Path) -> AudioError:
    with pytest.raises(AudioError) as refused:
        check_source(path)
    assert refused.value.subject == str(path)
    return refused.value


def test_a_file_with_bytes_passes(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    check_source(tmp_path / "a.wav")


def test_each_obstacle_has_its_own_error(tmp_path: Path) -> None:
    (tmp_path / "empty.mp3").touch()
    assert type(refusal(tmp_path / "gone.mp3")) is SourceMissing
    assert type(refusal(tmp_path)) is SourceIsFolder
    assert type(refusal(tmp_path / "empty.mp3")) is EmptySource
    assert type(refusal(tmp_path / "null\0.mp3")) is SourceUnreadable


def test_a_dangling_link_is_a_missing_source(tmp_path: Path) -> None:
    (tmp_path / "link.mp3").symlink_to(tmp_path / "gone.mp3")
    assert type(refusal(tmp_path / "link.mp3")) is SourceMissing


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert type(refusal(tmp_path / "pipe.wav")) is SourceUnreadable


def test_a_file_that_the_system_will_not_open_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.wav").write_bytes(b"RIFF")

    def deny(path: Path, mode: str) -> None:  # permissions themselves bind no root, as whom containers test
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", deny)
    assert type(refusal(tmp_path / "secret.wav")) is SourceUnreadable
