"""The hub's ids of the checkpoints that are here, by what each folder says of itself."""

from dabir_core.models import installed, load_origin


def installed_ids() -> frozenset[str]:
    """Without those that came from a file of unknown origin."""
    origins = (load_origin(folder) for folder in installed())
    return frozenset(origin.hub_id for origin in origins if origin is not None and origin.hub_id)
