from benchmarks.rows.mixed import p95


def test_p95_of_few_is_the_largest_and_of_twenty_the_last_but_one() -> None:
    assert p95([3.0, 1.0, 2.0, 8.0, 5.0, 6.0, 7.0, 4.0]) == 8.0
    assert p95([float(second) for second in range(1, 21)]) == 19.0
