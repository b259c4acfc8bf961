"""One history for all acts."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from dabir_core.transcript import Transcript
from dabir_desktop.editing import Difference, Editor, confirmed, with_times
from dabir_desktop.models.draft import Draft
from tests.desktop.spoken import spoken

EDITOR = Editor()
TALK = spoken("یک دو", "سه")


def draft_of(transcript: Transcript) -> Draft:
    draft = Draft()
    draft.open(transcript)
    return draft


def typed(draft: Draft, line: str, *, number: int = 0, continues: bool) -> None:
    after = EDITOR.with_lines(draft.transcript, number, count=1, lines=[line])
    draft.type(after, "typing", continues=continues)


def test_acts_of_all_kinds_are_undone_in_their_order(qtbot: QtBot) -> None:
    draft = draft_of(TALK)
    states = [TALK]
    typed(draft, "یک دو سه", continues=False)
    states.append(draft.transcript)
    draft.act(EDITOR.split(draft.transcript, 0, at=2), "split")
    states.append(draft.transcript)
    draft.act(with_times(draft.transcript, 2, start=2.2, end=2.4), "times")
    states.append(draft.transcript)
    draft.act(EDITOR.merged(draft.transcript, 0), "merge")
    for state in reversed(states):
        draft.history.undo()
        assert draft.transcript == state
    for _ in states:
        draft.history.redo()
    assert [segment.text for segment in draft.transcript.segments] == ["یک دو سه", "سه"]


def test_typing_that_goes_on_is_one_act(qtbot: QtBot) -> None:
    draft = draft_of(TALK)
    for line, continues in (("یک دو س", False), ("یک دو سه", True), ("یک دو سه!", True), ("یک! دو سه!", False)):
        typed(draft, line, continues=continues)
    assert draft.history.count() == 2
    draft.history.undo()
    assert draft.transcript.segments[0].text == "یک دو سه!"
    draft.history.undo()
    assert draft.transcript == TALK


def test_typing_elsewhere_or_after_another_act_is_an_act_of_its_own(qtbot: QtBot) -> None:
    draft = draft_of(TALK)
    typed(draft, "یک", continues=False)
    typed(draft, "سه چهار", number=1, continues=True)
    draft.act(EDITOR.merged(draft.transcript, 0), "merge")
    typed(draft, "یک سه", continues=True)
    assert draft.history.count() == 4


def test_what_changed_is_told_each_time_it_is_done_and_undone(qtbot: QtBot) -> None:
    draft = draft_of(TALK)
    parts: list[Difference] = []
    draft.changed.connect(parts.append)
    draft.act(EDITOR.split(TALK, 0, at=2), "split")
    made = draft.transcript.segments[:2]
    draft.history.undo()
    assert parts == [Difference(0, TALK.segments[:1], made), Difference(0, made, TALK.segments[:1])]


def test_what_is_no_segment_comes_back_too(qtbot: QtBot) -> None:
    draft = draft_of(TALK)
    draft.act(replace(TALK, model="other"), "redo")
    assert draft.transcript.model == "other"
    draft.history.undo()
    assert draft.transcript == TALK


def test_an_act_that_changes_nothing_is_none(qtbot: QtBot) -> None:
    draft = draft_of(confirmed(TALK, 0.0, 9.0))
    draft.act(confirmed(draft.transcript, 0.0, 9.0), "confirm")
    assert not draft.history.canUndo()


def test_another_transcript_begins_another_history(qtbot: QtBot) -> None:
    draft = draft_of(TALK)
    typed(draft, "یک", continues=False)
    draft.open(spoken("چهار"))
    assert not draft.history.canUndo()
