"""The microphone: which there are, and recordings that are on disk from their first block on and cannot be lost."""

from dabir_core.record.device import Device
from dabir_core.record.devices import devices
from dabir_core.record.events import Back, Failed, Lost, RecordEvent, Silent, Started
from dabir_core.record.growth import Grown, Growth
from dabir_core.record.live_sound import LiveBlock, LiveSound
from dabir_core.record.live_text import LiveText
from dabir_core.record.live_update import FinalUtterance, LiveUpdate
from dabir_core.record.recording import Gap, GapKind, Recording
from dabir_core.record.recovery import Recovery, count_cut_short, discard, discard_all, is_unsettled, recover, settle
from dabir_core.record.session import Session, SessionState

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
