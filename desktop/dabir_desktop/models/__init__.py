"""Qt models: lists as the views show them, over values that live elsewhere."""

__all__: list[str] = []
