"""What the user chose becomes a plan."""

import pytest

from dabir_core.formats import Kind
from dabir_core.options import Urgency
from dabir_desktop.plans import plan_of
from dabir_desktop.settings import AUTO, Preferences


@pytest.mark.parametrize(("spoken", "language"), [("fa", "fa"), ("de", "de"), (AUTO, None)])
def test_the_language_is_obeyed_and_auto_means_none(spoken: str, language: str | None) -> None:
    plan = plan_of(Preferences(spoken=spoken), model="small")
    assert plan.model == "small"
    assert plan.options.language == language
    assert plan.options.urgency is None


def test_what_somebody_waits_for_is_urgent() -> None:
    assert plan_of(Preferences(), model="small", urgency=Urgency.NOTE).options.urgency is Urgency.NOTE


def test_files_are_written_beside_in_one_order_and_what_is_no_kind_is_passed_over() -> None:
    plan = plan_of(Preferences(beside="srt,pink,txt"), model="small")
    assert plan.beside == (Kind.TXT, Kind.SRT)
    assert plan_of(Preferences(), model="small").beside == ()
