import pytest

from benchmarks.rows.dense import lacks_tail

WORDS = ["ما", "دیروز", "نان", "و", "پنیر", "خریدیم"]


@pytest.mark.parametrize(
    ("heard", "is_lost"),
    [
        (WORDS, False),
        (WORDS[:3], True),
        (WORDS[:4], True),
        (WORDS[:5], False),  # one word may be misheard
        (["ما", "خریدیم"], False),  # missing in the middle
        (["ما", "دیروز", "نام", "و", "پنیر", "خرید"], False),  # misheard to the end
        ([], True),
    ],
)
def test_a_tail_is_lost_where_nothing_stands_for_the_last_words(heard: list[str], is_lost: bool) -> None:
    assert lacks_tail(WORDS, heard) is is_lost


def test_a_last_word_that_is_misheard_is_not_lost() -> None:
    words = ["برادرم", "هر", "شب", "کتاب", "میخواند"]
    assert not lacks_tail(words, ["برادرم", "شربت", "میخواهد"])
    assert lacks_tail(words, ["برادرم", "شربت"])
    until_verb = ["من", "به", "خانه", "میروم"]
    assert lacks_tail([*until_verb, "چون", "او", "میماند"], until_verb)
