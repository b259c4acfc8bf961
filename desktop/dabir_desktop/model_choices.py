"""The checkpoints that can be chosen here and now, and which of them is the one. Nothing is loaded."""

from collections.abc import Sequence

from dabir_core.models import DEMO, default_model, installed
from dabir_desktop.views.quiet_line import ModelChoice


def model_choices() -> tuple[ModelChoice, ...]:
    """All that is installed, by name, and the demo, which always is."""
    found = [ModelChoice(folder.name, _shown(folder.name)) for folder in installed()]
    return (*found, ModelChoice(DEMO, DEMO, is_demo=True))


def chosen_model(choices: Sequence[ModelChoice], wanted: str) -> str:
    """The one that the user wants, if it is there; else core's default; else the first."""
    names = [choice.name for choice in choices]
    return next((name for name in (wanted, default_model()) if name in names), names[0])


def _shown(folder_name: str) -> str:
    """«openai--whisper-small» is shown as «whisper-small»."""
    return folder_name.rpartition("--")[2]
