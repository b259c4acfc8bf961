from dabir_core.record.watch import PATIENT_TRIES, Tries, Verdict, Watch


def test_an_opening_may_take_a_second() -> None:
    watch = Watch(10.0)
    assert watch.verdict(11.1) is Verdict.FINE
    assert watch.verdict(11.3) is Verdict.LATE


def test_a_stream_that_was_heard_is_late_sooner() -> None:
    watch = Watch(10.0)
    watch.hear(20.0)
    assert watch.verdict(20.7) is Verdict.FINE
    assert watch.verdict(20.9) is Verdict.LATE
    watch.hear(21.0)
    assert watch.verdict(21.7) is Verdict.FINE


def test_a_person_hears_of_a_loss_within_a_second_and_a_half() -> None:
    """The table of what recording must show; a tenth of a second is between two looks."""
    opened, heard = Watch(0.0), Watch(0.0)
    heard.hear(0.0)
    assert opened.verdict(1.4) is not Verdict.FINE
    assert heard.verdict(1.4) is not Verdict.FINE


def test_a_silent_stream_is_given_up_late() -> None:
    watch = Watch(0.0)
    watch.hear(5.0)
    assert watch.verdict(7.9) is Verdict.LATE
    assert watch.verdict(8.1) is Verdict.DEAD


def test_the_first_try_is_at_once_and_the_next_ones_follow_quickly() -> None:
    tries = Tries()
    assert tries.is_due(0.0)
    tries.note(0.0)
    assert not tries.is_due(0.4)
    assert tries.is_due(0.6)


def test_tries_become_slower_and_are_quick_again_after_sound() -> None:
    tries = Tries()
    for number in range(PATIENT_TRIES + 1):
        tries.note(float(number))
    last = float(PATIENT_TRIES)
    assert not tries.is_due(last + 1.9)
    assert tries.is_due(last + 2.1)
    tries.forget()
    assert tries.is_due(last)
    tries.note(last)
    assert tries.is_due(last + 0.6)
