"""Daily counts in both dialects."""

from dabir_bot.store import Store


def test_counts_add_up_over_days(store: Store) -> None:
    store.stats.count("notes", day="2026-11-21")
    store.stats.count("notes", day="2026-11-22")
    store.stats.count("notes", day="2026-11-22")
    store.stats.count("seconds", 2.5, day="2026-11-22")
    assert store.stats.totals("2026-11-22") == {"notes": 2.0, "seconds": 2.5}
    assert store.stats.totals("2026-11-01") == {"notes": 3.0, "seconds": 2.5}


def test_old_counts_are_swept(store: Store) -> None:
    store.stats.count("notes", day="2026-11-21")
    store.stats.count("notes", day="2026-11-22")
    assert store.stats.sweep("2026-11-22") == 1
    assert store.stats.totals("2026-11-01") == {"notes": 1.0}
