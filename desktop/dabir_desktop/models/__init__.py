"""What views show and change: values of core and of the library behind Qt's signals, and the threads that keep them."""

from dabir_desktop.models.draft import Draft
from dabir_desktop.models.hit_model import HitModel
from dabir_desktop.models.library_desk import LibraryDesk
from dabir_desktop.models.library_model import LibraryModel
from dabir_desktop.models.library_search import LibrarySearch

__all__ = ["Draft", "HitModel", "LibraryDesk", "LibraryModel", "LibrarySearch"]
