import pytest

from dabir_core.errors import HubIdWrong
from dabir_core.models.hub_id import folder_name, parse_hub_id, short_name


@pytest.mark.parametrize(
    "written",
    ["openai/whisper-small", "gpt2", "Neurai/NeuraSpeech_WhisperBase", "hackergeek98/whisper-fa-tinyyy", "a/b.c_d-e"],
)
def test_an_id_is_taken_as_it_is(written: str) -> None:
    assert parse_hub_id(f" {written} ") == written


@pytest.mark.parametrize("ending", ["", "/", "/tree/main", "/blob/main/README.md", "?library=transformers"])
def test_the_address_of_a_models_page_is_an_id_too(ending: str) -> None:
    assert parse_hub_id(f"https://huggingface.co/openai/whisper-small{ending}") == "openai/whisper-small"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "/",
        "a/b/c",
        "../whisper",
        "a/..",
        "-a/b",
        "a/.b",
        "a--b/c",
        "a/b..c",
        "a b/c",
        "a/b.git",
        "آ/ب",
        "a" * 97,
        "a/",
    ],
)
def test_what_no_model_can_be_called_is_refused(written: str) -> None:
    with pytest.raises(HubIdWrong) as caught:
        parse_hub_id(written)
    assert caught.value.subject == written


def test_two_owners_of_one_name_get_two_folders() -> None:
    assert folder_name("steja/whisper-small-persian") == "steja--whisper-small-persian"
    assert short_name("steja--whisper-small-persian") == "whisper-small-persian"
    assert short_name("whisper") == "whisper"
