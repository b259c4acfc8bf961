"""Training: from speech corpora to checkpoints and their word error rates."""

__all__: list[str] = []
