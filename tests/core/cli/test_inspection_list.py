"""What is printed of a checkpoint that was looked at."""

from pathlib import Path

import pytest

from dabir_core.cli.inspection_list import IN_ARCHIVE, WHOLE, faults_told, inspection_document, print_inspection
from dabir_core.errors import CheckpointCorrupt, CheckpointIncomplete
from dabir_core.models import Inspection, Verdict
from dabir_core.models.comparison import FEWEST, Comparison, figures

SAME = Comparison(letters=100, full_errors=0, short_errors=0, apart=0, ran_away=False)


def inspection(path: Path) -> Inspection:
    return Inspection(
        path=path,
        sizes_bytes={"config.json": 1200, "model.safetensors": 967_000_000},
        faults=(),
        base="small",
        parameters=241_700_000,
        languages=tuple(["ar", "de", "en", "es", "fa", "fr", "hi", "it", "tr"]),
        has_heads=False,
        others=("flax_model.msgpack",),
        verdicts={"openvino int8": Verdict((figures(13.0, [SAME] * FEWEST),)), "torch f32": Verdict(())},
    )


def test_files_come_with_their_sizes_and_then_what_they_make(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    print_inspection(inspection(tmp_path))
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["config.json\t1.2 kB", "model.safetensors\t967 MB"]
    assert lines[2].endswith("flax_model.msgpack")
    assert lines[3].endswith("small, 242 M")
    assert lines[4].endswith("fa, en, ar, de, es, fr, hi, it … (9)")
    assert "not known" in lines[5]
    assert lines[6].endswith("openvino int8 ≥ 13 s · ۱۳ ثانیه, torch f32 -")


def test_what_is_not_known_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "a.zip"
    nothing = Inspection(
        path=archive,
        sizes_bytes={},
        faults=(CheckpointIncomplete("config.json"), CheckpointCorrupt("vocab.json")),
        base=None,
        parameters=None,
        languages=(),
        has_heads=None,
    )
    print_inspection(nothing)
    assert capsys.readouterr().out == ""
    told = faults_told(nothing)
    assert (told.count("config.json"), told.count("vocab.json")) == (2, 2)
    assert inspection_document(nothing)["is_valid"] is False


def test_of_an_archive_it_is_told_that_its_weights_were_not_looked_at(tmp_path: Path) -> None:
    assert faults_told(inspection(tmp_path)) == WHOLE
    assert faults_told(inspection(tmp_path / "a.zip")) == f"{WHOLE}\n{IN_ARCHIVE}"


def test_for_programs_verdicts_are_the_shortest_inputs_by_engine(tmp_path: Path) -> None:
    document = inspection_document(inspection(tmp_path))
    assert document["verdicts"] == {"openvino int8": 13.0, "torch f32": None}
    assert (document["is_valid"], document["faults"]) == (True, [])
