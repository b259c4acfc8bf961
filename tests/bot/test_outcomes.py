"""Outcomes through JSON and back, and what of an error reaches the one who asked."""

import json

import pytest

from dabir_bot.errors import sentence
from dabir_bot.job_errors import JobFailed, SoundTooBig
from dabir_bot.outcomes import Answered, Refused, outcome_of, refused
from dabir_bot.store import AnswerId
from dabir_core.errors import DabirError, EngineCrashed, ModelMemory, NotMedia, OutputError
from dabir_core.link_errors import LinkLive


def through_json(values: dict[str, object]) -> dict[str, object]:
    read: dict[str, object] = json.loads(json.dumps(values))
    return read


def test_an_answer_survives() -> None:
    assert outcome_of(through_json(Answered(AnswerId(7)).to_json())) == Answered(AnswerId(7))


@pytest.mark.parametrize("error", [SoundTooBig("20"), LinkLive("aparat.com"), NotMedia("a.ogg")])
def test_an_error_survives_with_its_class_and_subject(error: DabirError) -> None:
    back = outcome_of(through_json(Refused(error).to_json()))
    assert isinstance(back, Refused)
    assert (type(back.error), back.error.subject) == (type(error), error.subject)


def test_an_error_of_another_version_is_told_as_one_that_nobody_foresaw() -> None:
    back = outcome_of({"error": "SoundTooPurple", "subject": "x"})
    assert isinstance(back, Refused)
    assert type(back.error) is JobFailed


@pytest.mark.parametrize("error", [NotMedia("/srv/bot/sounds/9.0/sound"), EngineCrashed("/srv/bot/sounds/9.0/sound")])
def test_of_sound_is_spoken_by_the_senders_name_for_it(error: DabirError) -> None:
    told = refused(error, job="9.0", name="سخنرانی.mp3")
    assert told.error.subject == "سخنرانی.mp3"
    assert "/srv" not in sentence(told.error, "fa")


@pytest.mark.parametrize("error", [ModelMemory("/models/large"), OutputError("/srv/bot/sounds/9.0")])
def test_what_the_operator_has_to_mend_is_a_number_to_others(error: DabirError) -> None:
    told = refused(error, job="9.0", name="a.ogg").error
    assert (type(told), told.subject) == (JobFailed, "9.0")
