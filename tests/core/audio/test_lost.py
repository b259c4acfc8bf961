from dabir_core.audio.lost import LossLog, LostAudio


def test_damage_within_a_second_is_one_place() -> None:
    log = LossLog()
    for start in (2.0, 2.0, 2.5):
        log.add(start, 0.25)
    assert log.places == (LostAudio(2.0, 0.75, packets=3),)


def test_damage_further_apart_is_several_places() -> None:
    log = LossLog()
    log.add(1.0, 0.5)
    log.add(3.0, 0.0)
    assert log.places == (LostAudio(1.0, 0.5, packets=1), LostAudio(3.0, 0.0, packets=1))


def test_ten_hours_of_damage_stay_a_bounded_list() -> None:
    log = LossLog()
    for packet in range(100_000):
        log.add(packet * 0.02, 0.02)
    assert len(log.places) <= 2000
    assert sum(place.packets for place in log.places) == 100_000


def test_nothing_lost_is_an_empty_tuple() -> None:
    assert LossLog().places == ()
