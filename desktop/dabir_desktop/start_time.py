"""How long this process has been running: the figure of `--measure-start`.

On Linux the kernel's own note is read (field 22 of /proc/self/stat, in clock ticks since boot), because psutil adds it
to a boot time of whole seconds. Source: proc(5); psutil elsewhere.
"""

import os
import sys
import time
from pathlib import Path

from dabir_core.units import Seconds


def running_for() -> Seconds:
    """Seconds since the process was started, to a hundredth."""
    if sys.platform == "linux":
        stat = Path("/proc/self/stat").read_text(encoding="utf-8")
        started_ticks = int(stat.rpartition(")")[2].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started_ticks / os.sysconf("SC_CLK_TCK")
    import psutil

    return time.time() - float(psutil.Process().create_time())
