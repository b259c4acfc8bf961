import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from tokenizers import Tokenizer

from dabir_core.paths import demo_checkpoint
from dabir_training.fitting.judge import Heard, Judge, write_heard
from tests.training.fitting.made import END_OF_TEXT, SETTINGS

TEXTS = ("سلام دنیا", "یک دو سه", "کتاب", "خانه", "روز")


class SpokenClips:
    """A clip is its place; what is said in it is one of the texts."""

    def __len__(self) -> int:
        return len(TEXTS)

    def __getitem__(self, index: int) -> int:
        return index

    def id(self, index: int) -> str:
        return f"clip-{index}"

    def reference(self, index: int) -> str:
        return TEXTS[index]


class Parrot:
    """Writes the text of the place that it is given; obeys what a judge asks of a model."""

    def __init__(self) -> None:
        self.training = True
        self.device = torch.device("cpu")
        self.config = SimpleNamespace(max_target_positions=64)
        self.batches: list[list[int]] = []
        self.tokenizer = Tokenizer.from_file(str(demo_checkpoint() / "tokenizer.json"))

    def train(self, mode: bool = True) -> None:
        self.training = mode

    def generate(self, input_features: torch.Tensor, *, max_new_tokens: int, use_cache: bool) -> torch.Tensor:
        assert not self.training
        assert max_new_tokens == 60
        self.batches.append(input_features.tolist())
        rows = [self.tokenizer.encode(" " + TEXTS[place], add_special_tokens=False).ids for place in self.batches[-1]]
        longest = max(map(len, rows))
        return torch.tensor([row + [END_OF_TEXT] * (longest - len(row)) for row in rows])


def stack(places: Sequence[int]) -> dict[str, torch.Tensor]:
    return {"input_features": torch.tensor(places)}


def judge_of(model: Parrot) -> Judge:
    def rates(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
        return {"wer": sum(reference != hypothesis for reference, hypothesis in pairs) / len(pairs)}

    return Judge(SpokenClips(), stack, model.tokenizer, rates, replace(SETTINGS, evaluation_batch=2))


def test_clips_are_heard_in_batches_and_told_in_their_order() -> None:
    model = Parrot()
    judge = judge_of(model)
    heard = judge.hear(model)
    assert model.batches == [[0, 1], [2, 3], [4]]
    assert heard == [Heard(f"clip-{index}", text, text) for index, text in enumerate(TEXTS)]
    assert judge.rates(heard) == {"wer": 0.0}
    assert model.training


def test_each_process_hears_its_part_and_all_know_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    others = {1: TEXTS[1], 3: TEXTS[3]}

    def gather(shares: list[dict[int, str]], mine: dict[int, str]) -> None:
        shares[:] = [mine, others]

    monkeypatch.setattr(torch.distributed, "all_gather_object", gather)
    model = Parrot()
    heard = judge_of(model).hear(model, rank=0, processes=2)
    assert model.batches == [[0, 2], [4]]
    assert [each.hypothesis for each in heard] == list(TEXTS)


def test_what_was_heard_is_written_a_line_a_clip(tmp_path: Path) -> None:
    write_heard(tmp_path / "dev-3.jsonl", [Heard("a", "سلام", ""), Heard("b", "دنیا", "دنیا\u200cها")])
    lines = (tmp_path / "dev-3.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": "a", "reference": "سلام", "hypothesis": ""},
        {"id": "b", "reference": "دنیا", "hypothesis": "دنیا\u200cها"},
    ]
