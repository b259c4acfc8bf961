"""The checkpoints on this machine: which there are, and where one lies."""

from dabir_core.models.store import DEMO, choose, installed, locate

__all__ = ["DEMO", "choose", "installed", "locate"]
