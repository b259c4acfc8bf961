"""The sides' own processes: Dabir's in our environment, each peer's script in that peer's."""

__all__: list[str] = []
