"""Whether a released folder reads one clip as the trained model does: by each engine that people will run it with."""

__all__: list[str] = []
