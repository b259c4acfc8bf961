"""The model's word error rate on a fixed part of dev while it is trained, and what it wrote, for people to read.

Decoding is transformers' own generate(), greedy and in batches, on the weights as they stand: it needs no export and
runs where the training runs. The figures of a release are made by the engine that people use, in `evaluation`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import torch
from tokenizers import Tokenizer
from torch import distributed
from torch.utils.data import DataLoader

from dabir_training.configuration import FittingSettings
from dabir_training.fitting.record import write_whole

LONGEST_TEXT: Final = 224
"""Tokens a clip may get, as in Whisper's own decoding; a model that knows no end yet would go on to 448."""
PROMPT: Final = 4
"""Start, language, task, and that there are no times."""
Batch = Mapping[str, torch.Tensor]
Score = Callable[[Sequence[tuple[str, str]]], Mapping[str, float]]
"""Pairs of reference and hypothesis to rates by name, `wer` among them."""


class JudgedClips(Protocol):
    """Single clips with what is said in them."""

    def __len__(self) -> int:
        """How many."""

    def __getitem__(self, index: int) -> Any:
        """One, as the collator takes it."""

    def id(self, index: int) -> str:
        """The clip's name."""

    def reference(self, index: int) -> str:
        """What is said."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A clip, what is said in it, and what the model wrote."""

    id: str
    reference: str
    hypothesis: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Clips, and how they are decoded and scored."""

    clips: JudgedClips
    collate: Callable[[Sequence[Any]], Batch]
    tokenizer: Tokenizer
    score: Score
    settings: FittingSettings

    def hear(self, model: Any, *, rank: int = 0, processes: int = 1) -> list[Heard]:
        """What the model writes of all clips, in their order; each of several processes decodes its part."""
        mine = range(rank, len(self.clips), processes)
        was_training = model.training
        model.train(False)
        said = dict(self._said(model, mine))
        model.train(was_training)
        if processes > 1:
            shares: list[dict[int, str]] = [{} for _ in range(processes)]
            distributed.all_gather_object(shares, said)
            said = {index: text for share in shares for index, text in share.items()}
        return [
            Heard(self.clips.id(index), self.clips.reference(index), said[index]) for index in range(len(self.clips))
        ]

    def rates(self, heard: Sequence[Heard]) -> Mapping[str, float]:
        """The error rates."""
        return self.score([(each.reference, each.hypothesis) for each in heard])

    def _said(self, model: Any, indices: Sequence[int]) -> Iterator[tuple[int, str]]:
        longest = min(LONGEST_TEXT, model.config.max_target_positions - PROMPT)
        size = self.settings.evaluation_batch
        parts = [list(indices[first : first + size]) for first in range(0, len(indices), size)]
        batches: DataLoader[Any] = DataLoader(
            self.clips,  # type: ignore[arg-type] # all that is asked of a dataset is __getitem__
            batch_sampler=parts,
            collate_fn=self.collate,
            num_workers=self.settings.workers,
        )
        for part, batch in zip(parts, batches, strict=True):
            with torch.no_grad():
                tokens = model.generate(
                    input_features=batch["input_features"].to(model.device),
                    max_new_tokens=longest,
                    use_cache=True,
                )
            texts = self.tokenizer.decode_batch(tokens.tolist(), skip_special_tokens=True)
            yield from zip(part, (text.strip() for text in texts), strict=True)


def heard_file(folder: Path, *, split: str, step: int) -> Path:
    """Where an evaluation during training is written."""
    return folder / f"{split}-{step}.jsonl"


def write_heard(path: Path, heard: Sequence[Heard]) -> None:
    """One line of JSON a clip."""
    lines = [
        json.dumps({"id": each.id, "reference": each.reference, "hypothesis": each.hypothesis}, ensure_ascii=False)
        for each in heard
    ]
    write_whole(path, "".join(line + "\n" for line in lines))
