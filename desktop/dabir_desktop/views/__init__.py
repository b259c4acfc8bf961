"""Widgets that show a state and emit an intent; what they do is decided elsewhere."""

__all__: list[str] = []
