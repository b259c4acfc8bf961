"""`dabir models recommend` on a machine whose figures are known."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dabir_core.cli.__main__ import app
from dabir_core.models import catalogue, machine
from tests.core.models.test_estimate import made_up


@pytest.fixture(autouse=True)
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.setattr(machine, "measure", made_up)


def test_every_candidate_has_its_minutes_and_one_is_recommended() -> None:
    run = CliRunner().invoke(app, ["models", "recommend"])
    assert run.exit_code == 0, run.output
    for entry in catalogue():
        assert entry.hub_id in run.stdout
    assert run.stdout.count("★") == 1
    assert "dabir models install" in run.stderr
    assert "پیشنهاد برای این دستگاه" in run.stderr


def test_the_figures_are_given_to_programs() -> None:
    run = CliRunner().invoke(app, ["models", "recommend", "--json", "--language", "en"])
    assert run.exit_code == 0, run.output
    document = json.loads(run.stdout)
    assert document["engine"] == "openvino int8"
    assert {each["entry"]["hub_id"].partition("/")[0] for each in document["candidates"]} == {"openai"}
    assert all(each["minutes"] > 0 for each in document["candidates"])
    assert document["recommended"] in {each["entry"]["hub_id"] for each in document["candidates"] if each["fits"]}


def test_an_unknown_language_is_a_wrong_usage() -> None:
    run = CliRunner().invoke(app, ["models", "recommend", "--language", "klingon"])
    assert run.exit_code == 2
