"""Sources of speech to a prepared set: what is read, what is left out and why, which clip is for what."""

from typing import TYPE_CHECKING

from dabir_core.late import late_names

if TYPE_CHECKING:
    from dabir_training.prepare.identity import prepared_set
    from dabir_training.prepare.leaks import Leaks, find_leaks
    from dabir_training.prepare.making import prepare
    from dabir_training.prepare.packing import pack
    from dabir_training.prepare.report import Report, read_report
    from dabir_training.prepare.unpacking import unpack
else:
    __getattr__ = late_names(
        __name__,
        {
            "prepare.identity": "prepared_set",
            "prepare.leaks": "Leaks find_leaks",
            "prepare.making": "prepare",
            "prepare.packing": "pack",
            "prepare.report": "Report read_report",
            "prepare.unpacking": "unpack",
        },
    )

__all__ = ["Leaks", "Report", "find_leaks", "pack", "prepare", "prepared_set", "read_report", "unpack"]
