"""The demo note through a session and its live text, in the order of real time but as fast as it goes."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from dabir_core.audio import open_audio
from dabir_core.options import TranscribeOptions
from dabir_core.paths import samples_folder
from dabir_core.record import FinalUtterance, LiveSound, LiveText, Session, capture
from dabir_core.record.capture import Frame
from dabir_core.record.device import Device
from dabir_core.record.utterances import END_SILENCE
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Transcript
from tests.core.record.scripted_machine import OPENED, device

NOTE = samples_folder() / "demo.ogg"
PERSIAN = TranscribeOptions(language="fa")
FRAMES = 1600
WAITING = 0.2
"""Sound that the reader has not taken; the microphone gives no more then, so that every draft is made."""


def said(note: Path) -> Iterator[Frame]:
    """The note in blocks of a tenth of a second, each at its moment, and then nothing."""
    with open_audio(note) as decoding:
        pcm = np.round(np.concatenate(list(decoding)) * 32767).astype("<i2")
    for number in range(0, len(pcm), FRAMES):
        block = pcm[number : number + FRAMES]
        yield capture.SOUND, (number + len(block)) / 16_000, block.tobytes()


class PatientMicrophone:
    """Says the note no faster than it is read along."""

    def __init__(self) -> None:
        self._frames: Iterator[Frame] = iter([OPENED, *said(NOTE)])
        self.sound: LiveSound | None = None
        self.has_said_it = threading.Event()

    def take(self, timeout: float) -> Frame | None:
        while self.sound is not None and self.sound.behind >= WAITING:
            time.sleep(0.001)
        frame = next(self._frames, None)
        if frame is None:
            self.has_said_it.set()
            time.sleep(0.01)
        return frame

    def stop(self) -> None:
        self._frames = iter([(capture.ENDED, 0.0, b"")])

    def close(self) -> None:
        pass


@dataclass
class PatientSession:
    """A session whose microphone sees how much of its sound was read."""

    session: Session
    microphone: PatientMicrophone

    def live(self) -> LiveSound:
        self.microphone.sound = self.session.live()
        return self.microphone.sound


@dataclass
class NoteMachine:
    """Has that one microphone."""

    microphone: PatientMicrophone

    def devices(self) -> tuple[Device, ...]:
        return (device(),)

    def open(self, device: Device) -> PatientMicrophone:
        return self.microphone


def pauses(spoken: list[dict[str, float]]) -> list[float]:
    return [after["start"] - before["end"] for before, after in pairwise(spoken)]


@pytest.mark.long
def test_live_text_of_the_demo_note_and_the_text_that_is_kept(tmp_path: Path) -> None:
    microphone = PatientMicrophone()
    session = Session(None, tmp_path, machine=NoteMachine(microphone))
    text = (samples_folder() / "demo.txt").read_text(encoding="utf-8").split()
    spoken = json.loads((samples_folder() / "demo.words.json").read_text(encoding="utf-8"))
    with Transcriber.load("demo") as transcriber:
        live = LiveText(PatientSession(session, microphone), transcriber, PERSIAN)
        session.start()
        ended, committed = list[FinalUtterance](), 0
        threading.Thread(target=lambda: microphone.has_said_it.wait() and session.stop(), daemon=True).start()
        for update in live.updates():
            ended += update.ended
            committed = max(committed, len(update.committed))
        kept = transcriber.transcribe(session.stop().path, PERSIAN)
        whole = transcriber.transcribe(NOTE, PERSIAN)
    assert isinstance(kept, Transcript)
    assert isinstance(whole, Transcript)
    assert kept.text == whole.text
    assert kept.text.split() == text
    assert " ".join(utterance.text for utterance in ended).split() == text
    assert len(ended) == 1 + sum(pause > END_SILENCE for pause in pauses(spoken))
    assert committed >= 6  # words of the longest sentence, before it ended
    words = [word for utterance in ended for segment in utterance.segments for word in segment.words]
    for word, true in zip(words, spoken, strict=True):
        assert word.end == pytest.approx(true["end"], abs=0.3)
