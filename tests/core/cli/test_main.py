import signal

import pytest

from dabir_core.cli import __main__ as cli
from dabir_core.cli.batch import UNFORESEEN


def test_an_unforeseen_error_outside_of_any_file_ends_with_words_for_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", fail)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 1
    assert UNFORESEEN in capsys.readouterr().err
    assert [record.exc_info is not None for record in caplog.records] == [True]
    caplog.clear()
