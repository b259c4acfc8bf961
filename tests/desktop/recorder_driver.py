"""A process that records with the window's own recorder until it is killed; says «began» at the first sound."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication

from dabir_desktop.recorder import Recorder

application = QCoreApplication([])
recorder = Recorder(Path(sys.argv[1]))
recorder.began.connect(lambda _device: print("began", flush=True))
recorder.start()
application.exec()
