"""The windows of a run: every clip once, whatever reads them and in which order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from torch.utils.data import DataLoader

from dabir_training.configuration import AugmentSettings, WindowSettings
from dabir_training.errors import CheckpointWrong
from dabir_training.manifest import PreparedSet
from dabir_training.windows import Example, TrainingWindows, collate
from dabir_training.windows.target import Target, read_target
from tests.training.windows.material import DEMO, WORDS, clip, text_of, write_manifest, write_set

CLIPS = 60


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> PreparedSet:
    return write_set(tmp_path_factory.mktemp("set"), [1.2 + n % 20 / 10 for n in range(CLIPS)])


@pytest.fixture(scope="module")
def target() -> Target:
    return read_target(DEMO)


def windows(prepared: PreparedSet, *, seed: int = 1, settings: WindowSettings | None = None) -> TrainingWindows:
    return TrainingWindows(prepared, settings or WindowSettings(), AugmentSettings(), checkpoint=DEMO, seed=seed)


def same(one: Example, other: Example) -> bool:
    fields = ("input_features", "attention_mask", "decoder_input_ids", "labels")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in fields)


def texts(examples: Sequence[Example], target: Target) -> Counter[str]:
    """The texts of clips, three words each, in the labels of windows."""
    heard: Counter[str] = Counter()
    for example in examples:
        words = target.vocabulary.decode([int(token) for token in example.labels if token >= 0]).split()
        heard.update(" ".join(words[place : place + 3]) for place in range(0, len(words), 3))
    return heard


def spaced(examples: Sequence[Example], target: Target) -> list[Example]:
    """Examples with a space in place of each timestamp, for the texts on its two sides to be told apart."""
    (space,) = set(target.vocabulary.encode(" "))
    is_time = np.vectorize(target.vocabulary.is_timestamp)
    return [replace(each, labels=np.where(is_time(each.labels), space, each.labels)) for each in examples]


@pytest.mark.parametrize("epoch", [0, 3])
def test_over_an_epoch_the_labels_hold_every_text_exactly_once(
    prepared: PreparedSet, target: Target, epoch: int
) -> None:
    made = windows(prepared)
    made.set_epoch(epoch)
    examples = [made[place] for place in range(len(made))]
    assert texts(spaced(examples, target), target) == {text_of(number): 1 for number in range(CLIPS)}
    assert len(WORDS) == 10
    assert made.skipped == 0


def test_a_window_depends_on_seed_epoch_and_place_alone(prepared: PreparedSet) -> None:
    made, again = windows(prepared), windows(prepared)
    again.set_epoch(5)
    again[0]
    for epoch in (2, 0):
        made.set_epoch(epoch)
        again.set_epoch(epoch)
        forward = [made[place] for place in range(len(made))]
        backward = [again[place] for place in reversed(range(len(made)))]
        assert all(map(same, forward, reversed(backward)))
    other = windows(prepared, seed=2)
    assert not all(same(made[place], other[place]) for place in range(len(made)))


def test_every_epoch_has_as_many_windows_and_others_in_them(prepared: PreparedSet) -> None:
    made = windows(prepared)
    counts, firsts = set(), []
    for epoch in range(4):
        made.set_epoch(epoch)
        counts.add(len(made))
        counts.add(len(made.lengths))
        firsts.append([made.plan[place] for place in range(len(made))])
    assert len(counts) == 1
    assert all(one != other for one, other in pairwise(firsts))


@pytest.mark.parametrize("context", ["fork", pytest.param("spawn", marks=pytest.mark.long)])
def test_workers_make_the_same_batches(prepared: PreparedSet, context: str) -> None:
    made = windows(prepared)
    made.set_epoch(1)
    own = [collate([made[place] for place in places]) for places in ([0, 1, 2, 3], [4, 5, 6, 7])]
    sampler = [[0, 1, 2, 3], [4, 5, 6, 7]]
    loader = DataLoader(made, batch_sampler=sampler, collate_fn=collate, num_workers=2, multiprocessing_context=context)
    for ours, theirs in zip(own, loader, strict=True):
        assert all((ours[name] == theirs[name]).all() for name in ours)


def test_what_workers_left_out_is_counted_where_they_were_started(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    prepared = write_set(tmp_path, [1.5] * 12)
    for name in ("3.flac", "7.flac"):
        (tmp_path / name).write_bytes(b"no sound")
    made = windows(prepared)
    loader = DataLoader(made, batch_size=2, collate_fn=collate, num_workers=2, multiprocessing_context="fork")
    assert len(list(loader)) == -(-len(made) // 2)
    assert made.skipped == 2
    caplog.clear()


def test_lengths_are_those_of_the_features(prepared: PreparedSet) -> None:
    made = windows(prepared)
    assert [made[place].input_features.shape[1] * 160 for place in range(len(made))] == made.lengths.tolist()
    assert min(made.lengths) < 240000
    whole = windows(prepared, settings=WindowSettings(short_context=False))
    assert set(whole.lengths.tolist()) == {240000}


def test_a_language_without_a_token_is_told_before_the_run(tmp_path: Path) -> None:
    prepared = write_manifest(tmp_path, [clip(0, "a.mp3", 2.0), replace(clip(1, "b.mp3", 2.0), language="xx")])
    with pytest.raises(CheckpointWrong, match="xx"):
        windows(prepared)
