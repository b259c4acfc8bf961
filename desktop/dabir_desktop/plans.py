"""How a source is transcribed, by what the user chose. Pure."""

from dabir_core import TranscribeOptions
from dabir_core.formats import Kind
from dabir_core.options import Urgency
from dabir_desktop.batch import Plan
from dabir_desktop.settings import AUTO, Preferences


def plan_of(preferences: Preferences, *, model: str, urgency: Urgency | None = None) -> Plan:
    """The plan with that model; `urgency` where somebody waits for this one."""
    language = None if preferences.spoken == AUTO else preferences.spoken
    return Plan(model, TranscribeOptions(language=language, urgency=urgency), kinds_beside(preferences))


def kinds_beside(preferences: Preferences) -> tuple[Kind, ...]:
    """The kinds of files that are written beside each source; what is no kind is passed over."""
    named = preferences.beside.split(",")
    return tuple(kind for kind in Kind if kind.value in named)
