"""What messages and buttons do: each handler reads an update, stores what follows from it, and answers briefly."""

__all__: list[str] = []
