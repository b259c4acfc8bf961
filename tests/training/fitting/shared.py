"""One of several processes that share a run: `torchrun … -m tests.training.fitting.shared FOLDER BATCH`."""

import sys
from dataclasses import replace
from pathlib import Path

from dabir_training.fitting import train
from tests.training.fitting.made import SETTINGS, made, made_run


def main() -> None:
    folder, batch = sys.argv[1:]
    train(made_run(Path(folder), replace(SETTINGS, batch=int(batch))), given=made())


if __name__ == "__main__":
    main()
