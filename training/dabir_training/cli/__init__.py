"""`dabir-train`: one command for each step of a run."""

__all__: list[str] = []
