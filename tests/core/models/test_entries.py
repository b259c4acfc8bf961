"""The catalogue that ships, and what a mistake in it would do."""

import re

import pytest

from dabir_core.errors import HubIdWrong
from dabir_core.models import Machine, catalogue, recommended
from dabir_core.models.architectures import ARCHITECTURES, parameters
from dabir_core.models.entries import find_entry, parse_catalogue

MINIMAL = """
test = "a test"
[[model]]
id = "somebody/something"
base = "small"
languages = ["fa"]
"""


def test_only_entries_with_a_licence_are_recommended() -> None:
    assert all(entry.licence for entry in catalogue() if entry.suits is not None)


@pytest.mark.parametrize("machine", Machine)
@pytest.mark.parametrize("is_multilingual", [False, True])
def test_each_machine_has_a_recommendation(machine: Machine, *, is_multilingual: bool) -> None:
    entry = recommended(machine, is_multilingual=is_multilingual)
    assert entry.suits is machine
    assert entry.is_multilingual is is_multilingual


def test_better_models_are_recommended_for_better_machines() -> None:
    rates = [each.published.wer for machine in Machine if (each := recommended(machine)).published is not None]
    assert rates == [22.7, 14.6, 13.2]  # facts: PESTE 2.1


def test_every_error_rate_names_its_test() -> None:
    published = [entry.published for entry in catalogue() if entry.published is not None]
    assert len(published) == len(catalogue())
    assert {each.test for each in published} == {"PESTE 2.1, FLEURS fa_ir test, fa-v1"}
    assert all(0 < (each.cer or 0) < each.wer for each in published)


def test_revisions_are_commits() -> None:
    assert all(re.fullmatch("[0-9a-f]{40}", entry.revision or "") for entry in catalogue())


def test_an_entry_is_found_however_its_id_is_capitalised() -> None:
    found = find_entry("OpenAI/Whisper-Small")
    assert found is not None
    assert found.hub_id == "openai/whisper-small"
    assert find_entry("openai/whisper-huge") is None


@pytest.mark.parametrize(
    ("base", "count"),
    [  # the published safetensors of openai/whisper-*, in numbers; huggingface.co shows 37.8 M, 72.6 M, 0.2 B, 0.8 B …
        ("tiny", 37_760_640),
        ("base", 72_593_920),
        ("small", 241_734_912),
        ("medium", 763_857_920),
        ("large-v2", 1_543_304_960),
        ("large-v3", 1_543_490_560),
        ("large-v3-turbo", 808_878_080),
    ],
)
def test_parameters_are_those_of_the_published_checkpoints(base: str, count: int) -> None:
    assert parameters(ARCHITECTURES[base]) == count


def test_what_is_not_known_is_none() -> None:
    (entry,) = parse_catalogue(MINIMAL)
    assert (entry.revision, entry.licence, entry.size_bytes, entry.published, entry.suits) == (None,) * 5
    assert entry.most_bytes == 4 * 241_734_912


def test_a_known_size_is_not_guessed() -> None:
    (entry,) = parse_catalogue(MINIMAL + "size_bytes = 5")
    assert entry.most_bytes == 5


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('suits = "gpu"', "licence"),
        ('revision = "main"', "revision"),
        ('licence = "MIT"\nsuits = "toaster"', "toaster"),
        ("werr = 3.0", "werr"),
    ],
)
def test_a_mistake_is_told_with_its_entry(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_catalogue(MINIMAL + line)


def test_an_unknown_base_a_missing_test_and_a_double_id_are_mistakes() -> None:
    for text in (MINIMAL.replace("small", "huge"), MINIMAL.replace("test =", "text =") + "wer = 1.0", MINIMAL * 2):
        with pytest.raises(ValueError):
            parse_catalogue(text.replace('test = "a test"', "", text.count("test =") - 1))
    with pytest.raises(HubIdWrong):
        parse_catalogue(MINIMAL.replace("somebody/something", "no id"))
