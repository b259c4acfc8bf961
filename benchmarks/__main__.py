"""`python -m benchmarks`: every comparison that there is, one after the other."""

from benchmarks import engines, startup


def main() -> None:
    """Runs them."""
    startup.main()
    engines.main()


if __name__ == "__main__":
    main()
