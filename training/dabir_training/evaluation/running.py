"""One evaluation: a checkpoint, the splits of a run's prepared set, and everything that is said of them."""

import json
import math
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from dabir_core.models import locate
from dabir_core.models.verdict_file import checkpoint_digest
from dabir_core.whole_file import write_whole
from dabir_training.configuration import RunConfig
from dabir_training.errors import NotComparable
from dabir_training.evaluation.clip_reading import ClipReader, run_reader
from dabir_training.evaluation.comparison import check_comparable, compare, split_of, write_comparison
from dabir_training.evaluation.decoding import decode_split, digest_split
from dabir_training.evaluation.hypotheses import Decoding, HypothesisFile, read_hypotheses
from dabir_training.evaluation.noises import Invented, invented
from dabir_training.evaluation.page import write_page
from dabir_training.evaluation.page_sounds import write_sounds
from dabir_training.evaluation.results import Results, Scoring, judge, results, worst_first, write_results
from dabir_training.manifest import PreparedSet, Split
from dabir_training.prepare import prepared_set
from dabir_training.release.standing import current_release, released_checkpoint
from dabir_training.scoring import Difference, Units

NOISE: Final = "noise.json"
_OF_A_RUN: Final = re.compile(r"release|averaged|checkpoint-\d+")
"""Names that every run has."""
Tell = Callable[[str, int, int | None], None]
"""Takes a step's name, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """What may be told beside the run file.

    checkpoint  to judge, a folder or a model that `dabir models` knows; None takes the run's released model, or what
                would be released
    splits      instead of those of the run file
    against     another evaluation (its folder), to compare with; its split is taken where none is told
    """

    checkpoint: str | Path | None = None
    splits: tuple[Split, ...] = ()
    against: Path | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one split came to, and where it is written; `difference` is to the evaluation that it is compared with."""

    folder: Path
    results: Results
    page: Path
    difference: Mapping[Units, Difference] | None = None


def evaluation_folder(config: RunConfig, checkpoint: str, split: Split) -> Path:
    """Where the evaluation of a checkpoint of that name on a split lies."""
    return config.folder / "evaluations" / checkpoint / split.value


def evaluate(config: RunConfig, options: EvaluationOptions, *, tell: Tell) -> Iterator[Evaluation]:
    """Judges the splits one after the other, going on where an earlier run stopped.

    Raises: CheckpointWrong, PreparedSetWrong, EvaluationWrong; ModelError; OptionError for the engine; OSError.
    """
    folder = locate(options.checkpoint or _trained(config))
    name, prepared = evaluated_as(config, folder), prepared_set(config)
    splits = _splits(config, options, name=name, prepared=prepared)
    with run_reader(config, folder) as reader:
        work = _Work(config, prepared, reader, name, checkpoint_digest(folder), tell)
        noise = work.noise() if config.evaluate.noise_seconds else {}
        for split in splits:
            yield work.judge(split, noise, against=options.against)


def evaluated_as(config: RunConfig, checkpoint: Path) -> str:
    """The checkpoint's name among the run's evaluations; another run's release is no release of this one."""
    is_own = checkpoint.resolve().parent in {config.folder.resolve(), config.checkpoints.resolve()}
    if is_own or not _OF_A_RUN.fullmatch(checkpoint.name):
        return checkpoint.name
    return f"{checkpoint.resolve().parent.name}-{checkpoint.name}"


def _splits(config: RunConfig, options: EvaluationOptions, *, name: str, prepared: PreparedSet) -> tuple[Split, ...]:
    """Those to judge: where there is something to compare with, its own. Asked before a checkpoint is loaded."""
    if options.against is None:
        return options.splits or config.evaluate.splits
    splits = options.splits or (split_of(options.against),)
    for split in splits:
        if options.against.resolve() == evaluation_folder(config, name, split).resolve():
            raise NotComparable(f"{options.against}: the very folder that this evaluation goes to")
        check_comparable(options.against, prepared, split)
    return splits


def _trained(config: RunConfig) -> Path:
    """The run's released model, or what would be released. Raises: CheckpointWrong where nothing was trained."""
    return current_release(config) or released_checkpoint(config)


@dataclass(frozen=True, slots=True)
class _Work:
    """A loaded checkpoint and the run that it is judged for."""

    config: RunConfig
    prepared: PreparedSet
    reader: ClipReader
    name: str
    digest: str
    tell: Tell

    def noise(self) -> Mapping[str, Invented]:
        """What is invented on noise, from an earlier evaluation of the same checkpoint or heard now."""
        seconds = self.config.evaluate.noise_seconds
        path = evaluation_folder(self.config, self.name, Split.TEST).parent / NOISE
        key = [self.digest, self.reader.scheduler.engine_name, self.reader.language, self.reader.beams, seconds]
        known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        if known.get("key") == key:
            return {kind: Invented(**each) for kind, each in known["noise"].items()}
        total = math.ceil(seconds)
        heard = invented(self.reader, seconds, tell=lambda done: self.tell("noise (s)", done, max(done, total)))
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"key": key, "noise": {kind: asdict(each) for kind, each in heard.items()}}
        write_whole(path, json.dumps(content, indent=1) + "\n")
        return heard

    def judge(self, split: Split, noise: Mapping[str, Invented], *, against: Path | None) -> Evaluation:
        prepared, folder = self.prepared, evaluation_folder(self.config, self.name, split)
        decoding = self._decoding(prepared, split)
        decode_split(
            prepared,
            split,
            reader=self.reader,
            into=HypothesisFile(folder, decoding),
            tell=lambda done: self.tell(split.value, done, decoding.clips),
        )
        settings = self.config.evaluate
        scoring = Scoring(settings.is_raw, settings.resamples, self.config.seed)
        judged = judge(list(read_hypotheses(folder)), is_raw=settings.is_raw)
        told = results(judged, decoding, scoring=scoring, noise=noise)
        worst = worst_first(judged)[: settings.worst]
        write_results(told, folder)
        page = write_page(told, worst, write_sounds(prepared, split, worst, folder=folder), folder)
        difference = None if against is None else compare(folder, against, scoring=scoring)
        if against is not None and difference is not None:
            write_comparison(difference, folder, against)
        self._mirror(folder)
        return Evaluation(folder, told, page, difference)

    def _mirror(self, folder: Path) -> None:
        if self.config.mirror is not None:
            shutil.copytree(folder, self.config.mirror / folder.relative_to(self.config.folder), dirs_exist_ok=True)

    def _decoding(self, prepared: PreparedSet, split: Split) -> Decoding:
        digest = digest_split(prepared, split)
        return Decoding(
            checkpoint=self.name,
            checkpoint_digest=self.digest,
            engine=self.reader.scheduler.engine_name,
            language=self.reader.language,
            beams=self.reader.beams,
            split=split.value,
            clips=digest.clips,
            split_hash=digest.hash,
        )
