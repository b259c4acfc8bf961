"""What a run leaves behind: a JSON file with every figure, and beside it the table and the plot."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.bench import Bench
from benchmarks.environments import ROOT, PeerMissing, python_of
from benchmarks.outcome import Outcome
from benchmarks.table import markdown

_OURS = ("dabir", "numpy", "openvino")


def write(path: Path, outcomes: Sequence[Outcome], bench: Bench) -> None:
    """Writes PATH.json, PATH.md and PATH.png; without matplotlib there is no plot, and that is said."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report(outcomes, bench), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(markdown(outcomes), encoding="utf-8")
    try:
        plot = [str(python_of("plot")), str(ROOT / "benchmarks" / "plot.py"), str(path), str(path.with_suffix(".png"))]
        subprocess.run(plot, check=True)
    except (PeerMissing, subprocess.CalledProcessError) as missing:
        print(f"no plot: {missing}")


def report(outcomes: Sequence[Outcome], bench: Bench) -> dict[str, Any]:
    """Everything, as JSON can hold it."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "is_quick": bench.is_quick,
        "checkpoint": f"random weights, {bench.size}",
        "threads": bench.threads,
        "machine": machine(),
        "versions": {name: version(name) for name in _OURS},
        "rows": [row(outcome) for outcome in outcomes],
    }


def row(outcome: Outcome) -> dict[str, Any]:
    """One line, its bound as people write it, and whether it is reached."""
    wanted = None if outcome.wanted is None else str(outcome.wanted)
    return asdict(outcome) | {"wanted": wanted, "is_met": outcome.is_met}


def machine() -> dict[str, Any]:
    """What the figures depend on: the processor, its instructions, how many cores, and how busy they were."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    fields = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    kept = ("avx2", "avx512", "avx_vnni", "amx")
    return {
        "processor": fields.get("model name", platform.processor()),
        "instructions": sorted(flag for flag in fields.get("flags", "").split() if flag.startswith(kept)),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }
