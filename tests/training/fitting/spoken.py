"""A prepared set of bursts on disk and a run on the bundled demo, for what reads sound itself."""

from pathlib import Path

from dabir_training.configuration import RunConfig, read_run
from dabir_training.manifest import MANIFEST, Split
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
    return path


def config_of(path: Path) -> RunConfig:
    return read_run(path)


def _moved(line: str, folder: Path) -> str:
    return line.replace('"sound": "', f'"sound": "{folder}/').replace('"id": "', '"id": "dev-')
