"""The pages of the settings: each shows preferences and tells what somebody chose."""

from dabir_desktop.views.settings_pages.folders_page import FoldersPage
from dabir_desktop.views.settings_pages.look_page import LookPage
from dabir_desktop.views.settings_pages.models_page import ModelsPage
from dabir_desktop.views.settings_pages.network_page import NetworkPage
from dabir_desktop.views.settings_pages.privacy_page import PrivacyPage
from dabir_desktop.views.settings_pages.shortcuts_page import KeyedActions, ShortcutsPage

__all__ = ["FoldersPage", "KeyedActions", "LookPage", "ModelsPage", "NetworkPage", "PrivacyPage", "ShortcutsPage"]
