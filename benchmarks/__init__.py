"""Side-by-side runs against named peers: ratios measured in one run, on the machine at hand. `python -m benchmarks`."""

__all__: list[str] = []
