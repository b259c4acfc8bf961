"""What views show and change: values of core behind Qt's signals."""

from dabir_desktop.models.draft import Draft

__all__ = ["Draft"]
