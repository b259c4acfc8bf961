"""The `dabir` command: a thin shell over core; it reads arguments, shows progress, and writes files."""

__all__: list[str] = []
