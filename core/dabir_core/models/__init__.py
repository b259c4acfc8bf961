"""Checkpoints: what there is on the hub and here, how one gets here and away, and what was found out about each."""

from typing import TYPE_CHECKING

from dabir_core.late import late_names
from dabir_core.models.default_model import default_model, set_default_model

if TYPE_CHECKING:
    from dabir_core.models.calibration import Passage, calibrate, has_heads, sample_passages
    from dabir_core.models.checking import Subject, check, recordings_of
    from dabir_core.models.comparison import LengthFigures, Outcome, Verdict
    from dabir_core.models.entries import Entry, Machine, Published, catalogue, recommended
    from dabir_core.models.importing import ImportOptions, import_
    from dabir_core.models.inspection import Inspection, inspect
    from dabir_core.models.installation import InstallCancelled, Installed, InstallOptions
    from dabir_core.models.installing import install
    from dabir_core.models.judgement import Candidate, Recommendation
    from dabir_core.models.origin import Origin, load_origin
    from dabir_core.models.recommending import recommend
    from dabir_core.models.removal import remove
    from dabir_core.models.store import DEMO, choose, installed, locate, locate_installed
    from dabir_core.models.transfer import InstallProgress, InstallProgressCallback, Retries, Stage
    from dabir_core.models.verdict_file import earned_lengths, load_verdict, store_verdict
else:
    __getattr__ = late_names(
        __name__,
        {
            "models.calibration": "Passage calibrate has_heads sample_passages",
            "models.checking": "Subject check recordings_of",
            "models.comparison": "LengthFigures Outcome Verdict",
            "models.entries": "Entry Machine Published catalogue recommended",
            "models.importing": "ImportOptions import_",
            "models.inspection": "Inspection inspect",
            "models.installation": "InstallCancelled Installed InstallOptions",
            "models.installing": "install",
            "models.judgement": "Candidate Recommendation",
            "models.origin": "Origin load_origin",
            "models.recommending": "recommend",
            "models.removal": "remove",
            "models.store": "DEMO choose installed locate locate_installed",
            "models.transfer": "InstallProgress InstallProgressCallback Retries Stage",
            "models.verdict_file": "earned_lengths load_verdict store_verdict",
        },
    )

__all__ = [
    "DEMO",
    "Candidate",
    "Entry",
    "ImportOptions",
    "Inspection",
    "InstallCancelled",
    "InstallOptions",
    "InstallProgress",
    "InstallProgressCallback",
    "Installed",
    "LengthFigures",
    "Machine",
    "Origin",
    "Outcome",
    "Passage",
    "Published",
    "Recommendation",
    "Retries",
    "Stage",
    "Subject",
    "Verdict",
    "calibrate",
    "catalogue",
    "check",
    "choose",
    "default_model",
    "earned_lengths",
    "has_heads",
    "import_",
    "inspect",
    "install",
    "installed",
    "load_origin",
    "load_verdict",
    "locate",
    "locate_installed",
    "recommend",
    "recommended",
    "recordings_of",
    "remove",
    "sample_passages",
    "set_default_model",
    "store_verdict",
]
