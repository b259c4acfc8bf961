"""Text as people read it: the display rules for Persian."""

from dabir_core.text.digits import Digits
from dabir_core.text.display import DisplayRules, mend, mend_segment

__all__ = ["Digits", "DisplayRules", "mend", "mend_segment"]
