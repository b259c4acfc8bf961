"""The microphone: which there are, and recordings that are on disk from their first block on and cannot be lost."""

from typing import TYPE_CHECKING

from dabir_core.late import late_names

if TYPE_CHECKING:
    from dabir_core.record.device import Device
    from dabir_core.record.device_list import devices
    from dabir_core.record.events import Back, Failed, Lost, RecordEvent, Silent, Started
    from dabir_core.record.growth import Grown, Growth
    from dabir_core.record.live_sound import LiveBlock, LiveSound
    from dabir_core.record.live_text import LiveText
    from dabir_core.record.live_update import FinalUtterance, LiveUpdate
    from dabir_core.record.recording import Gap, GapKind, Recording
    from dabir_core.record.recovery import (
        Recovery,
        count_cut_short,
        discard,
        discard_all,
        is_unsettled,
        recover,
        settle,
    )
    from dabir_core.record.session import Session, SessionState
else:
    __getattr__ = late_names(
        __name__,
        {
            "record.device": "Device",
            "record.device_list": "devices",
            "record.events": "Back Failed Lost RecordEvent Silent Started",
            "record.growth": "Grown Growth",
            "record.live_sound": "LiveBlock LiveSound",
            "record.live_text": "LiveText",
            "record.live_update": "FinalUtterance LiveUpdate",
            "record.recording": "Gap GapKind Recording",
            "record.recovery": "Recovery count_cut_short discard discard_all is_unsettled recover settle",
            "record.session": "Session SessionState",
        },
    )

__all__ = [
    "Back",
    "Device",
    "Failed",
    "FinalUtterance",
    "Gap",
    "GapKind",
    "Grown",
    "Growth",
    "LiveBlock",
    "LiveSound",
    "LiveText",
    "LiveUpdate",
    "Lost",
    "RecordEvent",
    "Recording",
    "Recovery",
    "Session",
    "SessionState",
    "Silent",
    "Started",
    "count_cut_short",
    "devices",
    "discard",
    "discard_all",
    "is_unsettled",
    "recover",
    "settle",
]
