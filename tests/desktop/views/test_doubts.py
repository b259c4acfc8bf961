"""Going through the doubted parts."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dabir_core.transcript import TranscriptWarning, WarningKind
from dabir_desktop.doubts import Doubt
from dabir_desktop.i18n import Interface
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.doubts import DoubtsView
from tests.desktop.spoken import segment, spoken

SEGMENTS = (segment("یک", 0.0, probability=0.4), segment("دو", 2.0), segment("سه چهار", 4.0, probability=0.1))
TALK = replace(
    spoken(),
    segments=SEGMENTS,
    warnings=(TranscriptWarning(WarningKind.NO_SPEECH, 7.0, 9.0, 2.0),),
)


@pytest.fixture
def view(persian: Interface, qtbot: QtBot) -> DoubtsView:
    draft = Draft()
    draft.open(TALK)
    view = DoubtsView(draft, persian)
    qtbot.addWidget(view)
    view.show()
    view.renew()
    return view


def shown(view: DoubtsView) -> list[float]:
    starts: list[float] = []
    view.chosen.connect(lambda doubt: starts.append(doubt.start))
    return starts


def test_the_worst_comes_first_with_its_time_and_words(view: DoubtsView) -> None:
    said = [view.rows.data(view.rows.index(row, 0), Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert said == [
        "\u2066۰:۰۷\u2069 \u200fحرفی شنیده نشد",
        "\u2066۰:۰۴\u2069 \u2068سه چهار\u2069",
        "\u2066۰:۰۰\u2069 \u2068یک\u2069",
    ]


def test_stepping_goes_by_rank_and_round(view: DoubtsView) -> None:
    starts = shown(view)
    for steps in (1, 1, 1, 1, -1):
        view.step(steps)
    assert starts == [7.0, 4.0, 0.0, 7.0, 0.0]


def test_what_is_called_right_is_gone_until_undone(view: DoubtsView, qtbot: QtBot) -> None:
    starts = shown(view)
    view.step(1)
    view.confirm()
    view.confirm()
    assert starts == [7.0, 4.0, 0.0]
    assert view.rows.rowCount() == 1
    view.draft.history.undo()
    qtbot.waitUntil(lambda: view.rows.rowCount() == 2, timeout=2000)


def test_a_part_can_be_read_again_with_this_or_another_model(view: DoubtsView) -> None:
    asked: list[tuple[float, float, str]] = []
    view.redo_asked.connect(lambda *part: asked.append(part))
    view.offer_models(["whisper-medium"])
    view.step(1)
    view.step(1)
    for action in view.models.actions():
        action.trigger()
    assert asked == [(4.0, 5.0, ""), (4.0, 5.0, "whisper-medium")]
    assert "\u2066whisper-medium\u2069" in view.models.actions()[1].text()


def test_nothing_doubted_says_so(persian: Interface, qtbot: QtBot) -> None:
    draft = Draft()
    draft.open(spoken("یک"))
    view = DoubtsView(draft, persian)
    qtbot.addWidget(view)
    view.renew()
    chosen: list[Doubt] = []
    view.chosen.connect(chosen.append)
    view.step(1)
    view.confirm()
    assert (chosen, view.current(), view.list.isEnabled()) == ([], None, False)


def test_rows_are_drawn_in_both_directions(view: DoubtsView, persian: Interface) -> None:
    view.resize(320, 300)
    right = view.list.grab().toImage()
    persian.speak("en")
    view.renew()
    assert view.list.grab().toImage() != right


def test_a_long_transcript_is_searched_in_slices_and_a_step_waits_for_the_list(
    persian: Interface, qtbot: QtBot
) -> None:
    draft = Draft()
    draft.open(replace(spoken(), segments=tuple(segment("یک", 2.0 * at, probability=0.4) for at in range(1200))))
    view = DoubtsView(draft, persian)
    qtbot.addWidget(view)
    view.show()
    starts = shown(view)
    view.renew()
    assert view.rows.rowCount() == 0
    view.step(1)
    assert starts == []
    qtbot.waitUntil(lambda: view.rows.rowCount() == 200)
    assert starts == [0.0]
