"""What the soak's visitors do, without a bot."""

from benchmarks.bot_visits import VISITS


def test_most_visits_are_sounds_and_every_kind_comes() -> None:
    sounds = {"voice", "audio", "document", "video", "round video", "album", "in a group"}
    weights = {name: weight for name, (weight, _) in VISITS.items()}
    assert sounds <= weights.keys()
    assert min(weights.values()) > 0
    assert sum(weights[name] for name in sounds) > sum(weights.values()) / 2
