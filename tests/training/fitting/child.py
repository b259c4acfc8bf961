"""A run in a process of its own, to be killed or told to stop after a step: `child.py FOLDER MIRROR STEP SIGNAL`."""

import os
import signal
import sys
from pathlib import Path

from dabir_training.fitting import FitProgress, train
from tests.training.fitting.made import made, made_run


def main() -> None:
    folder, mirror, step, name = sys.argv[1:]

    def watch(progress: FitProgress) -> None:
        if progress.step == int(step):
            os.kill(os.getpid(), signal.Signals[name])

    train(made_run(Path(folder), mirror=Path(mirror)), watch=watch, given=made())


if __name__ == "__main__":
    main()
