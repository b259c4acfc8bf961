import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dabir_training.errors import PreparedSetWrong
from dabir_training.evaluation.clip_reading import ClipReader
from dabir_training.evaluation.decoding import decode, decode_split, digest_split, several
from dabir_training.evaluation.hypotheses import HYPOTHESES, Decoding, HypothesisFile
from dabir_training.manifest import MANIFEST, PreparedSet, Split

DECODING = Decoding("demo", "d1", "openvino", "fa", 1, "test", 6, "abc")


class Stopped(Exception):
    """The machine went down."""


def stop_after(clips: int, done: int) -> None:
    if done == clips:
        raise Stopped


def test_a_stopped_decoding_goes_on_to_the_same_file(
    demo_reader: ClipReader, spoken: PreparedSet, tmp_path: Path
) -> None:
    told: list[int] = []
    decode_split(
        spoken, Split.TEST, reader=demo_reader, into=HypothesisFile(tmp_path / "at once", DECODING), tell=told.append
    )
    assert told == [1, 2, 3, 4, 5, 6]
    with pytest.raises(Stopped):
        decode_split(
            spoken,
            Split.TEST,
            reader=demo_reader,
            into=HypothesisFile(tmp_path / "stopped", DECODING),
            tell=lambda done: stop_after(2, done),
        )
    told.clear()
    decode_split(
        spoken, Split.TEST, reader=demo_reader, into=HypothesisFile(tmp_path / "stopped", DECODING), tell=told.append
    )
    assert told == [3, 4, 5, 6]
    at_once, stopped = ((tmp_path / name / HYPOTHESES).read_bytes() for name in ("at once", "stopped"))
    assert at_once == stopped
    assert at_once.count(b"\n") == 6


def test_an_utterance_says_whose_it_is_and_how_long(stubborn_reader: ClipReader, spoken: PreparedSet) -> None:
    clips = list(spoken.clips())
    for clip, utterance in zip(clips, decode(spoken, clips, reader=stubborn_reader), strict=True):
        assert (utterance.id, utterance.reference, utterance.hypothesis) == (clip.id, clip.text, "نان تازه")
        assert (utterance.speaker, utterance.gender) == (clip.speaker, clip.gender)
        assert utterance.duration == pytest.approx(clip.duration, abs=0.001)


def test_a_splits_hash_tells_its_texts_apart(spoken: PreparedSet, tmp_path: Path) -> None:
    lines = (spoken.folder / MANIFEST).read_text(encoding="utf-8")
    (tmp_path / MANIFEST).write_text(lines.replace("پارک", "خانه"), encoding="utf-8")
    before, after = (digest_split(prepared, Split.TEST) for prepared in (spoken, PreparedSet(tmp_path)))
    assert before.clips == after.clips == 6
    assert before.hash != after.hash
    assert before == digest_split(spoken, Split.TEST)


def test_a_split_without_clips_is_told(spoken: PreparedSet) -> None:
    with pytest.raises(PreparedSetWrong, match="dev"):
        digest_split(spoken, Split.DEV)


def test_work_is_done_by_several_at_once_and_comes_in_order() -> None:
    together = threading.Barrier(3, timeout=60)

    def work(number: int) -> int:
        together.wait()  # goes on only once three are at it
        return number * number

    assert list(several(work, range(9), at_once=3)) == [number * number for number in range(9)]


def test_no_more_is_taken_up_than_is_worked_on() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    outcomes = several(lambda number: number, items(), at_once=4)
    assert next(outcomes) == 0
    assert len(taken) == 4


def test_what_goes_wrong_with_an_item_ends_the_work_at_its_turn() -> None:
    def work(number: int) -> int:
        if number == 2:
            raise Stopped
        return number

    outcomes = several(work, range(50), at_once=2)
    assert [next(outcomes), next(outcomes)] == [0, 1]
    with pytest.raises(Stopped):
        next(outcomes)
