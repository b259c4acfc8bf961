"""The comparisons, a file each: what is asked of the sides and what becomes a line of the table."""

__all__: list[str] = []
