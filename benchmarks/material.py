"""What the sides read, made once and kept: checkpoints of real sizes, the peers' forms of them, recordings, notes."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import BENCH, ROOT, PeerMissing, python_of
from benchmarks.sound import speech, write_wave
from dabir_core.units import to_samples

NOTE_SECONDS = (5, 6, 7, 8, 9, 10)
"""What takes turns; their median length is that of a voice note."""


@dataclass(frozen=True, slots=True)
class Material:
    """Makes what is asked for below a folder, unless it is there."""

    folder: Path = BENCH

    def checkpoint(self, size: str) -> Path:
        """A random-weight checkpoint of one of Whisper's sizes."""
        from tests.checkpoints import Recipe, make_checkpoint

        return made(self.folder / "checkpoints" / size, lambda at: make_checkpoint(at, Recipe(size=size)))

    def for_ctranslate2(self, checkpoint: Path) -> Path:
        """The checkpoint with CTranslate2's int8 weights. Raises: PeerMissing."""
        options = ["--quantization", "int8", "--copy_files", "tokenizer.json", "--force"]

        def convert(at: Path) -> None:
            converter = python_of("transformers").parent / "ct2-transformers-converter"
            run(converter, "--model", checkpoint, "--output_dir", at, *options)

        return made(self.folder / "ctranslate2" / checkpoint.name, convert)

    def for_openai(self, checkpoint: Path) -> Path:
        """The checkpoint as openai-whisper's own file. Raises: PeerMissing."""
        return made(
            self.folder / "openai" / f"{checkpoint.name}.pt", convert("transformers", "openai_file", checkpoint)
        )

    def for_whisper_cpp(self, checkpoint: Path) -> Path:
        """The checkpoint as a ggml file with 8-bit weights. Raises: PeerMissing."""
        return made(self.folder / "ggml" / f"{checkpoint.name}.bin", convert("whisper_cpp", "ggml_file", checkpoint))

    def speech(self, seconds: int, *, seed: int = 0) -> Path:
        """A recording of speech, 16 kHz mono WAV."""
        path = self.folder / "sounds" / f"speech-{seconds}s-{seed}.wav"
        return made(path, lambda at: write_wave(at, speech(to_samples(float(seconds)), seed=seed)))

    def notes(self, count: int, *, seconds: tuple[int, ...] = NOTE_SECONDS) -> list[Path]:
        """Voice notes whose lengths follow one another as `seconds` says."""
        return [self.speech(seconds[number % len(seconds)], seed=1 + number) for number in range(count)]


def made(path: Path, make: Callable[[Path], object]) -> Path:
    """The path, which `make` is called for unless it is there; half of it never is."""
    if not path.exists():
        unfinished = path.with_name(f"unfinished-{path.name}")
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        if unfinished.is_dir():
            shutil.rmtree(unfinished)
        make(unfinished)
        unfinished.rename(path)
    return path


def convert(environment: str, script: str, checkpoint: Path) -> Callable[[Path], None]:
    """A conversion by one of the scripts in peers/, run in a peer's environment."""

    def make(at: Path) -> None:
        run(python_of(environment), ROOT / "benchmarks" / "peers" / f"{script}.py", checkpoint, at)

    return make


def run(*command: object) -> None:
    """Runs a command of a peer's. Raises: PeerMissing with its last line."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerMissing(f"conversion failed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
