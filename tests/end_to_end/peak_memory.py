"""Transcribes a recording and prints two peaks of resident memory in kB: after loading, and at the end.

Usage: python peak_memory.py RECORDING. A process of its own, since a peak never goes down.
"""

import resource
import sys
from pathlib import Path

from dabir_core import TranscribeOptions, Transcriber, Transcript

transcriber = Transcriber.load("demo")
loaded_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
outcome = transcriber.transcribe(Path(sys.argv[1]), TranscribeOptions(language="fa"))
assert isinstance(outcome, Transcript)
print(loaded_kb, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, round(outcome.duration), len(outcome.segments))
