from dabir_core.cli.warning_notes import MOST_OF_A_KIND, summed_up
from dabir_core.transcript import TranscriptWarning, WarningKind


def lost(start: float, seconds: float) -> TranscriptWarning:
    return TranscriptWarning(WarningKind.AUDIO_LOST, start, start, seconds)


def test_a_few_warnings_stay_as_they_are() -> None:
    unfinished = TranscriptWarning(WarningKind.TEXT_UNFINISHED, 3.0, 9.0, 6.0)
    assert summed_up([lost(1.0, 0.5), unfinished, lost(8.0, 0.25)]) == (lost(1.0, 0.5), lost(8.0, 0.25), unfinished)
    assert summed_up([]) == ()


def test_many_of_one_kind_become_one_and_hide_no_other_kind() -> None:
    unfinished = TranscriptWarning(WarningKind.TEXT_UNFINISHED, 3.0, 9.0, 6.0)
    many = [lost(float(second), 0.5) for second in range(MOST_OF_A_KIND + 1)]
    total = TranscriptWarning(WarningKind.AUDIO_LOST, 0.0, float(MOST_OF_A_KIND), 0.5 * (MOST_OF_A_KIND + 1))
    assert summed_up([*many, unfinished]) == (total, unfinished)
