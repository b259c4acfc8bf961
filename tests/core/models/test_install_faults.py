"""Installing where everything goes wrong: each case resumes or says what happened, and no half model is ever in use."""

import errno
import json
import random
import shutil
import socket
import threading
import time
from pathlib import Path

import pytest

from dabir_core import errors
from dabir_core.models import (
    InstallCancelled,
    Installed,
    InstallOptions,
    InstallProgress,
    Retries,
    Stage,
    default_model,
    install,
    installed,
)
from dabir_core.paths import demo_checkpoint, models_folder
from dabir_core.progress import CancelToken
from tests.core.models.conftest import DEMO_ID
from tests.hub_server import Fault, LocalHub

WEIGHTS = "model.safetensors"
SIZE = (demo_checkpoint() / WEIGHTS).stat().st_size
AT_ONCE = Retries(delays=(0.0,) * 3)


pytestmark = pytest.mark.usefixtures("home")


def options(hub: LocalHub, retries: Retries = AT_ONCE) -> InstallOptions:
    return InstallOptions(mirror=hub.endpoint, retries=retries)


def assert_nothing_is_there() -> None:
    assert installed() == ()
    assert default_model() is None


def assert_whole() -> None:
    (folder,) = installed()
    for name in ("config.json", "tokenizer.json", WEIGHTS):
        assert (folder / name).read_bytes() == (demo_checkpoint() / name).read_bytes()
    assert not list(folder.glob("*.part"))


def parts() -> dict[str, int]:
    partial = models_folder() / ".partial" / "somebody--whisper-demo"
    return {path.name: path.stat().st_size for path in partial.glob("*.part")}


@pytest.mark.parametrize("seed", range(10))
def test_a_download_cut_at_a_random_byte_goes_on_there(hub: LocalHub, seed: int) -> None:
    cut = random.Random(seed).randrange(1, SIZE)
    hub.faults.append(Fault(WEIGHTS, cut_after=cut))
    assert isinstance(install(DEMO_ID, options(hub)), Installed)
    assert hub.bytes_sent_for(WEIGHTS) == [None, f"bytes={cut}-"]
    assert_whole()


@pytest.mark.parametrize("seed", range(3))
def test_a_failed_installation_goes_on_in_the_next_run(hub: LocalHub, seed: int) -> None:
    cut = random.Random(100 + seed).randrange(1, SIZE)
    hub.faults += [Fault(WEIGHTS, cut_after=cut), Fault(WEIGHTS, status=500, times=4)]
    with pytest.raises(errors.HubFailed):
        install(DEMO_ID, options(hub))
    assert_nothing_is_there()
    assert list(parts().values()) == [cut]
    told: list[InstallProgress] = []
    assert isinstance(install(DEMO_ID, options(hub), progress=told.append), Installed)
    assert hub.bytes_sent_for(WEIGHTS)[-1] == f"bytes={cut}-"
    assert next(each.done_bytes for each in told if each.stage is Stage.DOWNLOADING) >= cut
    assert_whole()


def test_a_wrong_checksum_is_fetched_once_more(hub: LocalHub) -> None:
    wrong = bytearray((demo_checkpoint() / WEIGHTS).read_bytes())
    wrong[SIZE // 2] ^= 1
    hub.faults.append(Fault(WEIGHTS, body=bytes(wrong)))
    assert isinstance(install(DEMO_ID, options(hub)), Installed)
    assert hub.bytes_sent_for(WEIGHTS) == [None, None]
    assert_whole()


@pytest.mark.parametrize("name", [WEIGHTS, "config.json"])
def test_a_checksum_that_stays_wrong_is_told(hub: LocalHub, name: str) -> None:
    right = (demo_checkpoint() / name).read_bytes()
    origin = "cdn" if name == WEIGHTS else "hub"
    hub.faults.append(Fault(name, origin=origin, body=right[:-1] + b"!", times=9))
    with pytest.raises(errors.DownloadCorrupt) as caught:
        install(DEMO_ID, options(hub))
    assert caught.value.subject == name
    assert parts() == {}
    assert_nothing_is_there()


def test_a_part_that_was_damaged_on_the_disk_is_fetched_anew(hub: LocalHub) -> None:
    hub.faults += [Fault(WEIGHTS, cut_after=50_000), Fault(WEIGHTS, status=500, times=4)]
    with pytest.raises(errors.HubFailed):
        install(DEMO_ID, options(hub))
    (part,) = (models_folder() / ".partial" / "somebody--whisper-demo").glob("*.part")
    part.write_bytes(bytes(50_000))
    install(DEMO_ID, options(hub))
    assert hub.bytes_sent_for(WEIGHTS)[-2:] == ["bytes=50000-", None]
    assert_whole()


def test_a_hub_that_ignores_ranges_sends_all_of_it_again(hub: LocalHub) -> None:
    hub.faults += [Fault(WEIGHTS, cut_after=10_000), Fault(WEIGHTS, ignores_range=True)]
    told: list[InstallProgress] = []
    install(DEMO_ID, options(hub), progress=told.append)
    assert told[-1].done_bytes == told[-1].total_bytes
    assert_whole()


def test_a_part_longer_than_the_file_is_thrown_away(hub: LocalHub) -> None:
    hub.faults += [Fault(WEIGHTS, cut_after=10), Fault(WEIGHTS, status=500, times=4)]
    with pytest.raises(errors.HubFailed):
        install(DEMO_ID, options(hub))
    (part,) = (models_folder() / ".partial" / "somebody--whisper-demo").glob("*.part")
    part.write_bytes(bytes(SIZE + 1))
    install(DEMO_ID, options(hub))
    assert hub.bytes_sent_for(WEIGHTS)[-1] is None
    assert_whole()


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, "GatedRepo", errors.HubDenied),
        (401, "RepoNotFound", errors.HubNotFound),
        (403, "", errors.HubDenied),
        (404, "EntryNotFound", errors.HubNotFound),
        (404, "RevisionNotFound", errors.HubNotFound),
        (400, "", errors.HubFailed),
        (429, "", errors.HubBusy),
        (503, "", errors.HubBusy),
        (500, "", errors.HubFailed),
        (502, "", errors.HubFailed),
    ],
)
@pytest.mark.parametrize("path", [DEMO_ID, WEIGHTS])
def test_each_refusal_of_the_hub_is_its_own_error(
    hub: LocalHub, status: int, code: str, error: type[errors.HubError], path: str
) -> None:
    hub.faults.append(Fault(path, origin="hub", status=status, headers={"X-Error-Code": code}, times=99))
    with pytest.raises(error) as caught:
        install(DEMO_ID, options(hub))
    assert type(caught.value) is error
    assert caught.value.subject == DEMO_ID
    passes = status in {429, 500, 502, 503}
    assert len([each for each in hub.asked if each.path.endswith(path)]) == (4 if passes else 1)
    assert_nothing_is_there()


def test_an_unknown_model_and_an_unknown_revision_are_not_found(hub: LocalHub) -> None:
    with pytest.raises(errors.HubNotFound):
        install("somebody/nothing", options(hub))
    with pytest.raises(errors.HubNotFound):
        install(DEMO_ID, InstallOptions(mirror=hub.endpoint, revision="f" * 40, retries=AT_ONCE))


@pytest.mark.parametrize("path", [DEMO_ID, WEIGHTS])
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_hub_that_recovers_is_waited_for(hub: LocalHub, status: int, path: str) -> None:
    hub.faults.append(Fault(path, origin="hub", status=status, headers={"Retry-After": "0"}, times=3))
    assert isinstance(install(DEMO_ID, options(hub)), Installed)
    assert_whole()


def test_the_time_that_the_hub_asks_for_is_waited(hub: LocalHub) -> None:
    hub.faults.append(Fault(WEIGHTS, origin="hub", status=503, headers={"Retry-After": "1"}))
    began = time.monotonic()
    install(DEMO_ID, options(hub))
    assert time.monotonic() - began >= 1


def test_a_hub_that_asks_for_an_hour_is_not_waited_for(hub: LocalHub) -> None:
    hub.faults.append(Fault(DEMO_ID, origin="hub", status=429, headers={"Retry-After": "3600"}, times=9))
    with pytest.raises(errors.HubBusy):
        install(DEMO_ID, options(hub))
    assert len(hub.asked) == 1


def test_progress_makes_patience_new(hub: LocalHub) -> None:
    hub.faults += [Fault(WEIGHTS, cut_after=100_000) for _ in range(12)]  # each more than the tries that there are
    assert isinstance(install(DEMO_ID, options(hub)), Installed)
    assert_whole()


def test_nobody_at_that_address_is_unreachable(hub: LocalHub) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(errors.HubUnreachable):
            install(DEMO_ID, InstallOptions(mirror=address, retries=AT_ONCE))
        with pytest.raises(errors.HubUnreachable):
            install(DEMO_ID, InstallOptions(mirror=hub.endpoint, proxy=address, retries=AT_ONCE))
    with pytest.raises(errors.OptionError):
        install(DEMO_ID, InstallOptions(mirror=hub.endpoint, proxy="gopher://x", retries=AT_ONCE))


@pytest.mark.parametrize("body", [b"<html>log in</html>", b"[]", b'{"id": "a/b"}', b'{"id": "a/b", "sha": "1"}'])
def test_a_page_of_somebody_elses_is_no_answer(hub: LocalHub, body: bytes) -> None:
    hub.faults.append(Fault(DEMO_ID, origin="hub", body=body, times=9))
    with pytest.raises(errors.HubFailed):
        install(DEMO_ID, options(hub))


@pytest.mark.parametrize(
    "lie",
    [
        {"id": "../../evil"},
        {"id": ".."},
        {"sha": "../evil"},
        {"siblings": [{"rfilename": "config.json", "size": 2, "blobId": "../../evil"}]},
        {"siblings": [{"rfilename": "config.json", "size": "2", "blobId": "a" * 40}]},
        {"siblings": [{"rfilename": "config.json", "lfs": {"sha256": "/evil", "size": 2, "pointerSize": 1}}]},
    ],
)
def test_a_hub_cannot_lead_us_outside(hub: LocalHub, tmp_path: Path, lie: dict[str, object]) -> None:
    described = {"id": DEMO_ID, "sha": hub.commit(DEMO_ID), "siblings": []}
    hub.faults.append(Fault(DEMO_ID, origin="hub", body=json.dumps(described | lie).encode(), times=9))
    with pytest.raises(errors.HubFailed):
        install(DEMO_ID, options(hub))
    assert not list(tmp_path.rglob("*evil*"))


def test_shards_with_names_of_something_else_are_not_fetched(hub: LocalHub) -> None:
    files = {name: content for name, content in hub.repositories[DEMO_ID][-1].items() if name != WEIGHTS}
    index = json.dumps({"weight_map": {"a": "..", "b": "evil.py"}}).encode()
    hub.publish("somebody/trap", files | {"model.safetensors.index.json": index, "evil.py": b"x"})
    with pytest.raises((errors.CheckpointIncomplete, errors.CheckpointCorrupt)):
        install("somebody/trap", options(hub))
    assert not [each.path for each in hub.asked if "evil" in each.path]
    assert_nothing_is_there()


def test_an_answer_without_an_end_does_not_fill_the_disk(hub: LocalHub) -> None:
    hub.faults.append(Fault(WEIGHTS, repeats=4))
    told: list[InstallProgress] = []
    install(DEMO_ID, options(hub), progress=told.append)
    assert max(each.done_bytes for each in told) < 2 * SIZE
    assert_whole()


def test_a_page_in_place_of_the_weights_is_not_written(hub: LocalHub) -> None:
    hub.faults.append(Fault(WEIGHTS, body=b"<html>log in</html>", times=9))
    with pytest.raises(errors.HubFailed):
        install(DEMO_ID, options(hub))
    assert list(parts().values()) in ([], [0])


def test_bytes_of_two_revisions_never_meet(hub: LocalHub) -> None:
    hub.faults += [Fault(WEIGHTS, cut_after=SIZE // 2), Fault(WEIGHTS, status=500, times=4)]
    with pytest.raises(errors.HubFailed):
        install(DEMO_ID, options(hub))
    newer = bytearray((demo_checkpoint() / WEIGHTS).read_bytes())
    newer[-1] ^= 1
    commit = hub.publish(DEMO_ID, {**hub.repositories[DEMO_ID][-1], WEIGHTS: bytes(newer)})
    outcome = install(DEMO_ID, options(hub))
    assert isinstance(outcome, Installed)
    assert outcome.origin is not None
    assert outcome.origin.commit == commit
    assert (outcome.folder / WEIGHTS).read_bytes() == bytes(newer)
    assert hub.bytes_sent_for(WEIGHTS)[-1] is None
    assert not list(outcome.folder.glob("*.part"))


def test_files_that_both_revisions_have_are_not_fetched_twice(hub: LocalHub) -> None:
    hub.faults += [Fault(WEIGHTS, cut_after=SIZE // 2), Fault(WEIGHTS, status=500, times=3)]
    with pytest.raises(errors.HubFailed):
        install(DEMO_ID, options(hub))
    settings = json.loads((demo_checkpoint() / "generation_config.json").read_bytes()) | {"max_length": 9}
    files = {**hub.repositories[DEMO_ID][-1], "generation_config.json": json.dumps(settings).encode()}
    hub.publish(DEMO_ID, files)
    hub.asked.clear()
    outcome = install(DEMO_ID, options(hub))
    assert isinstance(outcome, Installed)
    assert hub.bytes_sent_for(WEIGHTS) == [f"bytes={SIZE // 2}-"]
    assert hub.bytes_sent_for("tokenizer.json") == []
    assert (outcome.folder / "generation_config.json").read_bytes() == files["generation_config.json"]


def test_stopping_keeps_what_came(hub: LocalHub) -> None:
    hub.pace_bytes = 50_000
    cancel = CancelToken()

    def stop(progress: InstallProgress) -> None:
        if progress.stage is Stage.DOWNLOADING and progress.done_bytes > 1_000_000:
            cancel.cancel()

    outcome = install(DEMO_ID, options(hub), progress=stop, cancel=cancel)
    assert isinstance(outcome, InstallCancelled)
    assert 1_000_000 < outcome.kept_bytes < SIZE
    assert_nothing_is_there()
    hub.pace_bytes = None
    assert isinstance(install(DEMO_ID, options(hub)), Installed)
    assert_whole()


def test_stopping_does_not_wait_for_a_hub_that_says_nothing(hub: LocalHub) -> None:
    hub.faults.append(Fault(WEIGHTS, delay_seconds=2.0))
    cancel = CancelToken()
    threading.Timer(0.5, cancel.cancel).start()
    began = time.monotonic()
    assert isinstance(install(DEMO_ID, options(hub), cancel=cancel), InstallCancelled)
    assert time.monotonic() - began < 1.8


def test_stopping_ends_a_wait_between_tries(hub: LocalHub) -> None:
    hub.faults.append(Fault(WEIGHTS, status=500, times=9))
    cancel = CancelToken()
    threading.Timer(0.5, cancel.cancel).start()
    outcome = install(DEMO_ID, options(hub, Retries(delays=(60.0,))), cancel=cancel)
    assert isinstance(outcome, InstallCancelled)


def test_a_disk_that_is_too_full_is_told_before_anything_large_is_fetched(
    hub: LocalHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 10_000_000

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    with pytest.raises(errors.DiskFull) as caught:
        install(DEMO_ID, options(hub))
    assert caught.value.subject == "68 MB"  # the demo's 4 MB and 64 MB to spare
    assert hub.bytes_sent_for(WEIGHTS) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_is_told_and_gone_on_with(
    hub: LocalHub, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    from dabir_core.models.download import _Part

    append = _Part.append

    def full(self: _Part, block: bytes) -> None:
        if self.size > 1_000_000:
            raise OSError(number, "full")
        append(self, block)

    with monkeypatch.context() as patch:
        patch.setattr(_Part, "append", full)
        with pytest.raises(errors.DiskFull):
            install(DEMO_ID, options(hub))
    assert_nothing_is_there()
    (kept,) = parts().values()
    assert kept > 1_000_000
    install(DEMO_ID, options(hub))
    assert hub.bytes_sent_for(WEIGHTS)[-1] == f"bytes={kept}-"
    assert_whole()


def test_a_folder_that_cannot_be_written_is_told(hub: LocalHub, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with pytest.raises(errors.OutputError):
        install(DEMO_ID, options(hub))


def test_the_second_of_two_installations_waits_and_finds_it_there(hub: LocalHub) -> None:
    hub.pace_bytes = 100_000
    outcomes: dict[int, Installed | InstallCancelled] = {}
    told: list[Stage] = []

    def run(number: int) -> None:
        outcomes[number] = install(DEMO_ID, options(hub), progress=lambda each: told.append(each.stage))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.was_there for each in outcomes.values() if isinstance(each, Installed)) == [False, True]
    assert Stage.WAITING in told
    assert hub.bytes_sent_for(WEIGHTS) == [None]
    assert_whole()
