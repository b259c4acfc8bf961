"""What a sound server plays is what the file holds, and the place that is told is the place that is heard."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from dabir_core.units import Seconds
from dabir_desktop.playing import Deck
from dabir_desktop.playing.line import OUTPUT_RATE_HZ
from tests.core.record.fidelity import Samples, mono
from tests.core.record.virtual_microphone import VirtualMicrophone
from tests.desktop.playing.outputs import until

FAITHFUL = 0.999
MOST_WRONG: Seconds = 0.05
_LATENCY_MS = 10


@dataclass
class Ear:
    """Hears what the speaker plays, and when."""

    environment: dict[str, str]
    heard: bytearray = field(default_factory=bytearray)
    began: Seconds = 0.0

    def __enter__(self) -> "Ear":
        command = ["parec", "--device=speaker.monitor", "--format=s16le", "--channels=1", "--raw"]
        command += [f"--rate={OUTPUT_RATE_HZ}", f"--latency-msec={_LATENCY_MS}"]
        self._process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, bufsize=0)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        until(lambda: self.began > 0)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while block := self._process.stdout.read(960):
            self.heard += block
            # The earliest that any block says; later ones were only waited for.
            began = time.monotonic() - len(self.heard) / 2 / OUTPUT_RATE_HZ
            self.began = min(self.began, began) if self.began else began

    @property
    def sound(self) -> Samples:
        return np.frombuffer(bytes(self.heard[: len(self.heard) // 2 * 2]), "<i2") / 32768


@pytest.fixture
def ear(microphone: VirtualMicrophone) -> Ear:
    return Ear(dict(os.environ | microphone.environment))


def place_in(source: Samples, part: Samples) -> tuple[int, float]:
    """Where a part of the sound that was heard lies in the file, in frames, and how alike they are there."""
    size = 1 << (len(source) + len(part)).bit_length()
    spectrum = np.fft.rfft(source, size) * np.conj(np.fft.rfft(part, size))
    at = int(np.argmax(np.fft.irfft(spectrum, size)[: len(source) - len(part)]))
    return at, float(np.corrcoef(source[at : at + len(part)], part)[0, 1])


@pytest.mark.long
def test_what_is_played_is_what_is_in_the_file(ear: Ear, speech: Path) -> None:
    over = threading.Event()
    with ear:
        deck = Deck(lambda _path, event: over.set() if type(event).__name__ == "DeckEnded" else None)
        deck.open(speech)
        deck.play()
        assert over.wait(30)
        time.sleep(0.3)
        deck.close()
    source, heard = mono(speech, OUTPUT_RATE_HZ), ear.sound
    size = OUTPUT_RATE_HZ // 2
    parts = [part for at in range(0, len(source) - size, size) if (part := source[at : at + size]).std() > 0.01]
    assert len(parts) > 10
    found = [place_in(heard, part) for part in parts]
    # A busy machine lets the sound server run dry now and then, and the part where it did has a hole.
    faithful = [place for place, likeness in found if likeness > FAITHFUL]
    assert len(faithful) >= 0.8 * len(parts)
    assert faithful == sorted(faithful)


@pytest.mark.long
@pytest.mark.parametrize("at", [0.0, 4.321])
def test_the_place_that_is_told_is_the_place_that_is_heard(ear: Ear, speech: Path, at: float) -> None:
    told = list[tuple[Seconds, Seconds]]()
    with ear:
        deck = Deck(lambda _path, _event: None)
        deck.open(speech)
        deck.seek(at)
        deck.play()
        until(lambda: deck.position > at + 0.5)
        for _ in range(20):
            told.append((time.monotonic(), deck.position))
            time.sleep(0.1)
        time.sleep(0.3)
        deck.close()
    source, wrong = mono(speech, OUTPUT_RATE_HZ), list[float]()
    for moment, place in told:
        first = round((moment - ear.began) * OUTPUT_RATE_HZ)
        part = ear.sound[first : first + OUTPUT_RATE_HZ // 4]
        if part.std() > 0.02:
            found, likeness = place_in(source, part)
            if likeness > 0.95:  # else a pause of the speaker's, where a machine is busy, lies in it
                wrong.append(place - found / OUTPUT_RATE_HZ)
    assert len(wrong) >= 8
    assert np.abs(wrong).max() <= MOST_WRONG
