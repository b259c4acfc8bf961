"""Text as people read it: the display rules for Persian."""

from typing import TYPE_CHECKING

from dabir_core.late import late_names

if TYPE_CHECKING:
    from dabir_core.text.digits import Digits
    from dabir_core.text.display import DisplayRules, mend, mend_segment
else:
    __getattr__ = late_names(
        __name__,
        {
            "text.digits": "Digits",
            "text.display": "DisplayRules mend mend_segment",
        },
    )

__all__ = ["Digits", "DisplayRules", "mend", "mend_segment"]
