"""`dabir record` as a person runs it, through the virtual microphone."""

import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest

from dabir_core.paths import samples_folder
from tests.core.record.virtual_microphone import KEY, VirtualMicrophone


def command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "dabir_core.cli", "record", "--folder", str(folder), *arguments]


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(folder, *arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="session")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo note's first two sentences, to where the last word ends (7.759 s)."""
    path = tmp_path_factory.mktemp("note") / "note.wav"
    cut = ["-i", str(samples_folder() / "demo.ogg"), "-t", "7.8"]
    subprocess.run(["ffmpeg", "-v", "error", *cut, str(path)], check=True, timeout=60)
    return path


@pytest.fixture(scope="session")
def said() -> list[str]:
    """The words in it."""
    lines = (samples_folder() / "demo.txt").read_text(encoding="utf-8").splitlines()
    return " ".join(lines[:2]).split()


def begin(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Starts it and waits until it records."""
    running = subprocess.Popen(
        command(folder, *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert running.stderr is not None
    for line in running.stderr:
        if line.startswith("recording"):
            return running
    raise AssertionError("it does not record")


@pytest.mark.long
def test_ctrl_c_ends_the_recording_and_turns_all_of_it_into_text(
    microphone: VirtualMicrophone, note: Path, said: list[str], tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    running = begin(tmp_path, "--model", "demo", "--language", "fa", "--to", "txt", "--out", str(texts))
    microphone.play(note)
    running.send_signal(signal.SIGINT)  # while the last of the sound is on its way
    output, told = running.communicate(timeout=60)
    assert running.returncode == 0, told
    (sound,) = tmp_path.glob("*.wav")
    assert f"→ {sound}" in told
    assert output.split() == said
    assert (texts / f"{sound.stem}.txt").read_text(encoding="utf-8").split() == said


@pytest.mark.long
def test_what_was_cut_short_is_announced_then_recovered_and_written(
    microphone: VirtualMicrophone, note: Path, said: list[str], tmp_path: Path
) -> None:
    running = begin(tmp_path, "--model", "demo")
    microphone.play(note)
    running.kill()
    running.communicate()
    announced = run(tmp_path, "--seconds", "0.5", "--no-transcribe").stderr
    assert "dabir record --recover" in announced
    recovered = run(tmp_path, "--recover", "--model", "demo", "--language", "fa")
    assert recovered.returncode == 0, recovered.stderr
    assert recovered.stdout.split() == said
    assert "no recording was cut short" in run(tmp_path, "--recover").stderr


@pytest.mark.usefixtures("microphone")
def test_a_second_ctrl_c_leaves_with_the_sound_kept_and_says_where_and_what_makes_text_of_it(tmp_path: Path) -> None:
    running = begin(tmp_path, "--model", "demo", "--language", "fa")
    time.sleep(1.0)
    running.send_signal(signal.SIGINT)
    assert running.stderr is not None
    kept = next(line for line in running.stderr if line.startswith("→"))
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=10)
    (sound,) = tmp_path.glob("*.wav")
    assert str(sound) in kept
    assert f"dabir transcribe '{sound}' --model demo --language fa\n" in told
    assert sound.stat().st_size > 0.9 * 48_000 * 4


SMALL_FILES = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)); "
COMMAND = "from dabir_core.cli.__main__ import main; main()"


@pytest.mark.long
@pytest.mark.parametrize("text", [["--no-transcribe"], ["--model", "demo", "--language", "fa", "--no-journal"]])
def test_a_disk_that_fills_ends_it_with_a_sentence_the_sound_so_far_and_exit_code_one(
    microphone: VirtualMicrophone, tmp_path: Path, text: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SMALL_FILES + COMMAND, "record", "--folder", str(tmp_path), *text],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "disk is full" in done.stderr
    assert "دیسک پر شد" in done.stderr
    (sound,) = tmp_path.glob("*.wav")
    assert f"→ {sound}" in done.stderr
    with wave.open(str(sound)) as file:
        assert 290_000 < file.getnframes() * file.getnchannels() * 2 <= 300_000


@pytest.mark.usefixtures("microphone")
def test_the_microphones_are_listed_with_their_keys(tmp_path: Path) -> None:
    done = run(tmp_path, "--list-devices")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith(f"{KEY}\tVirtual_Mic\t(default")


@pytest.mark.usefixtures("microphone")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--device", "pulse:absent"], 2, "--list-devices"),
        (["--model", "no-such-model"], 1, "no-such-model"),
        (["--to", "mp3"], 2, "mp3"),
        (["--recover", "--seconds", "3"], 2, "--recover"),
        (["--no-transcribe", "--to", "srt"], 2, "--no-transcribe"),
    ],
)
def test_what_cannot_work_is_said_before_anything_is_recorded(
    arguments: list[str], code: int, words: str, tmp_path: Path
) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("microphone")
def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run(tmp_path / "file" / "sub", "--no-transcribe", "--seconds", "1")
    assert done.returncode == 1
    assert str(tmp_path / "file" / "sub") in done.stderr
