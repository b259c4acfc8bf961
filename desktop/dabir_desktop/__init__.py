"""Dabir's window: record, drop, paste, read, mend, keep. Imports core alone; the engine is core's worker process."""

__all__: list[str] = []
