import jiwer
from hypothesis import given
from hypothesis import strategies as st

from dabir_training.scoring.alignment import LONGEST_RUN, Kind, Step, align, word_errors

WORDS = st.lists(st.sampled_from(["a", "b", "ab", "aab", "c", "abc"]), max_size=8)


def tolerant(reference: str, hypothesis: str) -> int:
    return word_errors(reference.split(), hypothesis.split(), longest_run=LONGEST_RUN)


def test_words_written_together_or_apart_cost_nothing() -> None:
    assert tolerant("من می روم", "من میروم") == 0
    assert tolerant("نمیتوانم", "نمی توا نم") == 0
    assert tolerant("کتاب خانه ها", "کتا بخانه ها") == 0


def test_a_run_is_no_longer_than_three_words() -> None:
    assert tolerant("abcd", "a b c d") == 4  # one word replaced, three inserted


def test_a_wrong_letter_in_a_joined_word_costs_what_plain_words_would() -> None:
    assert tolerant("من می روم", "من میرفتم") == 2


def test_a_letter_said_again_is_an_error_though_drawn_out_letters_are_one() -> None:
    assert tolerant("او و ما", "او و و و ما") == 2


def test_steps_say_what_became_of_each_word() -> None:
    assert align(["من", "به", "خانه", "می", "روم"], ["من", "خانه", "را", "میروم"]) == (
        Step(Kind.HIT, ("من",), ("من",)),
        Step(Kind.DELETION, ("به",), ()),
        Step(Kind.HIT, ("خانه",), ("خانه",)),
        Step(Kind.INSERTION, (), ("را",)),
        Step(Kind.JOINED, ("می", "روم"), ("میروم",)),
    )


def test_words_beside_a_run_that_are_equal_by_themselves_are_no_part_of_it() -> None:
    assert align(["شهر", "می", "خواستند", "که"], ["شهر", "میخواستند", "که"]) == (
        Step(Kind.HIT, ("شهر",), ("شهر",)),
        Step(Kind.JOINED, ("می", "خواستند"), ("میخواستند",)),
        Step(Kind.HIT, ("که",), ("که",)),
    )


def test_a_replaced_word_is_no_hit_where_the_table_costs_the_same() -> None:
    steps = align(["a", "b", "z"], ["a", "b"])
    assert [step.kind for step in steps] == [Kind.HIT, Kind.HIT, Kind.DELETION]


@given(WORDS, WORDS)
def test_without_joins_the_errors_are_jiwers(reference: list[str], hypothesis: list[str]) -> None:
    out = jiwer.process_words([" ".join(reference)], [" ".join(hypothesis)])
    assert word_errors(reference, hypothesis) == out.substitutions + out.deletions + out.insertions


@given(WORDS, WORDS)
def test_steps_add_up_to_both_texts_and_to_the_errors(reference: list[str], hypothesis: list[str]) -> None:
    steps = align(reference, hypothesis)
    assert [word for step in steps for word in step.reference] == reference
    assert [word for step in steps for word in step.hypothesis] == hypothesis
    assert sum(step.is_error for step in steps) == word_errors(reference, hypothesis, longest_run=LONGEST_RUN)
    for step in steps:
        same = "".join(step.reference) == "".join(step.hypothesis)
        assert same == (step.kind in {Kind.HIT, Kind.JOINED})


@given(WORDS, WORDS)
def test_tolerance_is_the_cheapest_of_all_ways(reference: list[str], hypothesis: list[str]) -> None:
    """Against the definition itself: every way through the words, tried one by one."""
    assert word_errors(reference, hypothesis, longest_run=3) == by_definition(tuple(reference), tuple(hypothesis), {})


def by_definition(reference: tuple[str, ...], hypothesis: tuple[str, ...], known: dict[tuple[int, int], int]) -> int:
    key = len(reference), len(hypothesis)
    if 0 in key:
        return max(key)
    if key not in known:
        ways = [
            1 + by_definition(reference[1:], hypothesis, known),
            1 + by_definition(reference, hypothesis[1:], known),
        ]
        ways.append(1 + by_definition(reference[1:], hypothesis[1:], known))
        for up in range(1, 4):
            for back in range(1, 4):
                if "".join(reference[:up]) == "".join(hypothesis[:back]):
                    ways.append(by_definition(reference[up:], hypothesis[back:], known))
        known[key] = min(ways)
    return known[key]
