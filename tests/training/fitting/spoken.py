"""A prepared set of bursts on disk and a run on the bundled demo, for what reads sound itself."""

from pathlib import Path

from dabir_training.configuration import RunConfig, read_run
from dabir_training.manifest import FORMAT, MANIFEST, PREPARED, Description, SourceTold, Split
from dabir_training.prepare.digests import digests_of
from dabir_training.prepare.identity import identify
from dabir_training.prepare.text import DISPLAY_VERSION
from tests.training.windows.material import write_set

RUN = """
name = "bursts"
folder = "{folder}"
model = "demo"
[[prepare.sources]]
kind = "table"
path = "none.tsv"
name = "bursts"
[train]
steps = 4
learning_rate = 1e-4
batch = 2
accumulate = 1
evaluations = 1
evaluation_clips = 2
log_every = 1
workers = 0
"""


def spoken_run(folder: Path) -> Path:
    """The path of its run file."""
    clips = write_set(folder / "run/prepared", [1.5] * 8)
    dev = write_set(folder / "dev", [1.5] * 2, split=Split.DEV)
    lines = "".join(f"{_moved(clip.line, folder / 'dev')}\n" for clip in dev.clips())
    with (clips.folder / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write(lines)
    path = folder / "run.toml"
    path.write_text(RUN.format(folder=folder / "run"), encoding="utf-8")
    describe(config_of(path))
    return path


def describe(config: RunConfig) -> None:
    """Says of the run's set that it is finished and was made for this run file."""
    digests, identity = digests_of(config.prepared / MANIFEST), identify(config)
    each = zip(config.prepare.sources, identity.fingerprints, strict=True)
    description = Description(
        format=FORMAT,
        settings_hash=identity.settings_hash,
        policy=config.prepare.splits,
        splits_hash=digests.splits,
        manifest_hash=digests.manifest,
        clips=digests.clips,
        sources=tuple(SourceTold(source.name, source.kind, "", made_of) for source, made_of in each),
        language=config.language,
        seed=config.seed,
        percent=100.0,
        test_percent=100.0,
        text_rules=DISPLAY_VERSION,
    )
    (config.prepared / PREPARED).write_text(description.text, encoding="utf-8")


def config_of(path: Path) -> RunConfig:
    return read_run(path)


def _moved(line: str, folder: Path) -> str:
    return line.replace('"sound": "', f'"sound": "{folder}/').replace('"id": "', '"id": "dev-')
