from dabir_core.asr.shown import shown
from dabir_core.options import Task, TranscribeOptions
from dabir_core.transcript import Segment

SEGMENT = Segment(0.0, 1.0, "كتاب , مي خوانم", "fa")


def test_persian_is_mended_for_readers() -> None:
    assert shown(SEGMENT, TranscribeOptions()).text == "کتاب، می‌خوانم"


def test_a_translation_is_left_as_it_is() -> None:
    assert shown(SEGMENT, TranscribeOptions(task=Task.TRANSLATE)) == SEGMENT
