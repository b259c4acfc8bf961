"""Names that are imported when they are first asked for."""

import sys
from types import ModuleType

import pytest

from dabir_core.late import late_names


@pytest.fixture
def face(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType("dabir_core.a_face")
    monkeypatch.setitem(sys.modules, "dabir_core.a_face", module)
    monkeypatch.setattr(
        module, "__getattr__", late_names("dabir_core.a_face", {"units": "clock to_samples"}), raising=False
    )
    return module


def test_a_name_is_what_its_module_holds(face: ModuleType) -> None:
    assert face.to_samples(1.0) == 16_000
    assert face.clock(187) == "3:07"


def test_a_name_that_was_asked_for_is_kept(face: ModuleType) -> None:
    assert "clock" not in vars(face)
    asked = face.clock
    assert vars(face)["clock"] is asked


def test_another_name_is_missing_as_in_any_module(face: ModuleType) -> None:
    with pytest.raises(AttributeError, match=r"module .dabir_core.a_face. has no attribute 'seconds'"):
        _ = face.seconds
