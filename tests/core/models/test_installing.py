"""Installing from a hub on this machine that speaks the protocol, when everything goes well."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.errors import CheckpointUnsupported, HubIdWrong, OptionError
from dabir_core.models import (
    Installed,
    InstallOptions,
    InstallProgress,
    Origin,
    Retries,
    Stage,
    catalogue,
    default_model,
    install,
    installed,
    load_origin,
    locate,
)
from dabir_core.models.hub import OFFICIAL_HUB, hub_address, without_user
from dabir_core.paths import demo_checkpoint, models_folder
from tests.checkpoints import Recipe, make_checkpoint
from tests.core.models.conftest import DEMO_ID
from tests.hub_server import LocalHub

NAMES = ["config.json", "generation_config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json"]


pytestmark = pytest.mark.usefixtures("home")


def options(hub: LocalHub, **changed: str | Path | None) -> InstallOptions:
    return InstallOptions(mirror=hub.endpoint, retries=Retries(delays=(0.0,) * 3), **changed)  # type: ignore[arg-type]


def test_a_model_is_installed_whole_and_found_by_its_id(hub: LocalHub) -> None:
    outcome = install(DEMO_ID, options(hub))
    assert isinstance(outcome, Installed)
    folder = models_folder() / "somebody--whisper-demo"
    assert outcome == Installed(folder.name, folder, Origin(DEMO_ID, hub.commit(DEMO_ID), "apache-2.0", hub.endpoint))
    assert sorted(path.name for path in folder.iterdir()) == sorted([*NAMES, "model.safetensors", "dabir.origin"])
    for name in (*NAMES, "model.safetensors"):
        assert (folder / name).read_bytes() == (demo_checkpoint() / name).read_bytes()
    assert installed() == (folder,)
    assert load_origin(folder) == outcome.origin
    assert [locate(name) for name in (DEMO_ID, "somebody--whisper-demo", "whisper-demo")] == [folder] * 3
    assert load_checkpoint(folder).name == "somebody--whisper-demo"
    assert default_model() == "somebody--whisper-demo"


def test_progress_is_told_in_bytes_from_nothing_to_all(hub: LocalHub) -> None:
    told: list[InstallProgress] = []
    install(DEMO_ID, options(hub), progress=told.append)
    total = sum((demo_checkpoint() / name).stat().st_size for name in (*NAMES, "model.safetensors"))
    assert list(dict.fromkeys(each.stage for each in told)) == [Stage.ASKING, Stage.DOWNLOADING, Stage.CHECKING]
    counted = [each for each in told if each.stage is Stage.DOWNLOADING]
    assert {each.total_bytes for each in counted} == {total}
    done = [each.done_bytes for each in counted]
    assert done == sorted(done)
    assert done[-1] == total


def test_only_files_that_we_need_are_fetched_by_the_hash_of_the_commit(hub: LocalHub) -> None:
    more = {"flax_model.msgpack": b"x" * 200_000, "README.md": b"# hi", "onnx/model.onnx": b"y"}
    hub.publish(DEMO_ID, {**hub.repositories[DEMO_ID][-1], **more})
    install(DEMO_ID, options(hub))
    fetched = [each.path for each in hub.asked if "/resolve/" in each.path]
    assert {path.split("/resolve/")[1].split("/")[0] for path in fetched} == {hub.commit(DEMO_ID)}
    assert {path.rpartition("/")[2] for path in fetched} == {*NAMES, "model.safetensors"}


def test_a_model_that_is_there_is_left_alone_without_asking_the_hub(hub: LocalHub) -> None:
    install(DEMO_ID, options(hub))
    hub.asked.clear()
    again = install(DEMO_ID, options(hub))
    assert isinstance(again, Installed)
    assert again.was_there
    assert hub.asked == []


def test_another_revision_takes_the_place_of_the_one_that_is_there(hub: LocalHub) -> None:
    install(DEMO_ID, options(hub))
    old = hub.commit(DEMO_ID)
    settings = json.loads((demo_checkpoint() / "generation_config.json").read_bytes())
    changed = json.dumps(settings | {"max_initial_timestamp_index": 7}).encode()
    new = hub.publish(DEMO_ID, {**hub.repositories[DEMO_ID][-1], "generation_config.json": changed})
    for revision, commit, was_there in (("main", new, False), (new, new, True), (old, old, False)):
        outcome = install(DEMO_ID, options(hub, revision=revision))
        assert isinstance(outcome, Installed)
        assert outcome.origin is not None
        assert (outcome.origin.commit, outcome.was_there) == (commit, was_there)
        assert ((outcome.folder / "generation_config.json").read_bytes() == changed) is (commit == new)
    assert len(installed()) == 1


def test_the_catalogues_revision_is_the_one_that_is_installed(hub: LocalHub) -> None:
    entry = catalogue()[0]
    hub.publish(entry.hub_id, demo_checkpoint())
    with pytest.raises(Exception, match=entry.hub_id):
        install(entry.hub_id.upper(), options(hub))
    assert [each.path for each in hub.asked] == [f"/api/models/{entry.hub_id}/revision/{entry.revision}"]


def test_sharded_weights_come_with_all_their_shards(hub: LocalHub, tmp_path: Path) -> None:
    folder = make_checkpoint(tmp_path / "sharded", Recipe(size="micro", shard_bytes=4_000_000))
    assert len(list(folder.glob("model-*.safetensors"))) > 1
    hub.publish("somebody/sharded", folder)
    outcome = install("somebody/sharded", options(hub))
    assert isinstance(outcome, Installed)
    shards = {path.name for path in folder.glob("model*.safetensors*")}
    assert {path.name for path in outcome.folder.glob("model*")} == shards


def test_another_kind_of_model_is_told_before_its_weights_are_fetched(hub: LocalHub) -> None:
    files = dict(hub.repositories[DEMO_ID][-1])
    hub.publish("somebody/bert", files | {"config.json": b'{"model_type": "bert"}'})
    hub.publish("somebody/ct2", {"config.json": b"{}", "model.bin": b"x", "tokenizer.json": b"{}"})
    for name in ("bert", "ct2"):
        with pytest.raises(CheckpointUnsupported):
            install(f"somebody/{name}", options(hub))
    assert not [each.path for each in hub.asked if "safetensors" in each.path]
    assert installed() == ()
    assert not (models_folder() / ".partial" / "somebody--bert").exists()


def test_a_repository_whose_weights_do_not_fit_its_configuration_is_never_used(hub: LocalHub, tmp_path: Path) -> None:
    folder = make_checkpoint(tmp_path / "micro", Recipe(size="micro"))
    config = (demo_checkpoint() / "config.json").read_bytes()
    hub.publish("somebody/mixed", {path.name: path.read_bytes() for path in folder.iterdir()} | {"config.json": config})
    with pytest.raises(Exception, match="Checkpoint"):
        install("somebody/mixed", options(hub))
    assert installed() == ()


def test_a_chosen_models_folder_is_used(hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = install(DEMO_ID, options(hub, folder=tmp_path / "elsewhere"))
    assert isinstance(outcome, Installed)
    assert outcome.folder.parent == tmp_path / "elsewhere"
    monkeypatch.setenv("DABIR_MODELS", str(tmp_path / "elsewhere"))
    assert locate("whisper-demo") == outcome.folder


def test_the_environment_names_the_hub_and_an_option_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hub_address().endpoint == OFFICIAL_HUB
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/")
    assert hub_address().endpoint == "https://mirror.example"
    assert hub_address("http://other.example").endpoint == "http://other.example"
    for wrong in ("mirror.example", "ftp://mirror.example", "https://"):
        with pytest.raises(OptionError):
            hub_address(wrong)


def test_the_token_goes_to_the_hub_and_nowhere_else(hub: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    hub.gated[DEMO_ID] = "hf_secret"
    install(DEMO_ID, options(hub))
    assert {each.token for each in hub.asked if each.origin == "hub"} == {"Bearer hf_secret"}
    assert {each.token for each in hub.asked if each.origin == "cdn"} == {None}
    assert "hf_secret" not in repr(hub_address())
    assert hub_address("http://mirror.example").token_to_send is None
    assert hub_address("https://mirror.example").token_to_send == "hf_secret"


def test_nothing_is_told_about_the_machine(hub: LocalHub) -> None:
    install(DEMO_ID, options(hub))
    assert not [each.path for each in hub.asked if "agent" in each.path or "telemetry" in each.path]
    assert not [each.agent for each in hub.asked if "torch" in each.agent]


def test_a_proxy_is_the_way_for_questions_and_bytes(hub: LocalHub) -> None:
    far = InstallOptions(mirror="http://hub.invalid", proxy=hub.endpoint, retries=Retries(delays=()))
    outcome = install(DEMO_ID, far)  # nobody but the proxy knows that host
    assert isinstance(outcome, Installed)
    assert outcome.origin is not None
    assert outcome.origin.source == "http://hub.invalid"


def test_the_environments_proxy_is_one_too(hub: LocalHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HTTP_PROXY", hub.endpoint)
    monkeypatch.delenv("NO_PROXY", raising=False)
    code = f"""
from dabir_core.models import InstallOptions, install
install({DEMO_ID!r}, InstallOptions(mirror="http://hub.invalid"))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert len(installed()) == 1


def test_an_id_that_cannot_be_one_is_refused_without_asking(hub: LocalHub) -> None:
    with pytest.raises(HubIdWrong):
        install("../../etc", options(hub))
    assert hub.asked == []


def test_hub_libraries_are_imported_quietly_and_only_when_needed(hub: LocalHub, tmp_path: Path) -> None:
    code = f"""
import sys
from dabir_core.models import InstallOptions, install
assert "huggingface_hub" not in sys.modules and "httpx2" not in sys.modules
install({DEMO_ID!r}, InstallOptions(mirror={hub.endpoint!r}))
from huggingface_hub import constants
assert constants.HF_HUB_DISABLE_TELEMETRY and constants.HF_HUB_DISABLE_XET
assert "hf_xet" not in sys.modules
"""
    environment = {**os.environ, "HOME": str(tmp_path / "person"), "HF_HOME": str(tmp_path / "hf")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "hf").exists()
    assert not (tmp_path / "person").exists()


@pytest.mark.network
@pytest.mark.model
def test_the_real_hub_gives_whisper_tiny() -> None:
    """`pytest -m network -k real_hub`: 154 MB from huggingface.co, or from what HF_ENDPOINT names."""
    outcome = install("openai/whisper-tiny")
    assert isinstance(outcome, Installed)
    assert outcome.origin is not None
    assert outcome.origin.commit == "169d4a4341b33bc18d8881c4b69c2e104e1cc0af"
    assert load_checkpoint(outcome.folder).dimensions.width == 384
    shutil.rmtree(outcome.folder)


def test_passwords_are_neither_shown_nor_kept() -> None:
    with pytest.raises(OptionError) as raised:
        hub_address(proxy="ftp://me:secret@proxy.example")
    assert "secret" not in f"{raised.value} {raised.value.subject} {raised.value.detail}"
    with pytest.raises(OptionError) as raised:
        hub_address("ftp://me:secret@mirror.example")
    assert "secret" not in f"{raised.value} {raised.value.subject} {raised.value.detail}"
    assert without_user("https://me:secret@mirror.example:8443/hf") == "https://mirror.example:8443/hf"
