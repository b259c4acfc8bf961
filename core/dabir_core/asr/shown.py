"""A segment as people read it: mended by the display rules, unless it is a translation."""

from dabir_core.options import Task, TranscribeOptions
from dabir_core.text import mend_segment
from dabir_core.transcript import Segment


def shown(segment: Segment, options: TranscribeOptions) -> Segment:
    """The segment for readers; English text of Persian speech is not Persian to be mended."""
    return segment if options.task is Task.TRANSLATE else mend_segment(segment, options.display)
