"""The demo checkpoint, trained from nothing on espeak-ng speech; run as `python -m dabir_training.demo`."""

__all__: list[str] = []
