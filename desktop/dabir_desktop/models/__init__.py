"""Qt models over what the app keeps, and the threads that keep it."""

from dabir_desktop.models.hit_model import HitModel
from dabir_desktop.models.library_desk import LibraryDesk
from dabir_desktop.models.library_model import LibraryModel
from dabir_desktop.models.library_search import LibrarySearch

__all__ = ["HitModel", "LibraryDesk", "LibraryModel", "LibrarySearch"]
