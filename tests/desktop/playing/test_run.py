"""One run through an opened output: a real file, an output that the test moves on."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dabir_desktop.playing.line import OUTPUT_RATE_HZ
from dabir_desktop.playing.run import AHEAD, Run
from dabir_desktop.playing.sound_file import SoundFile
from tests.desktop.playing.outputs import HandOutput, HandOutputs, tone_file


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tone_file(tmp_path_factory.mktemp("tone") / "tone.wav", 4.0)


@pytest.fixture
def file(tone: Path) -> Iterator[SoundFile]:
    file = SoundFile(tone)
    yield file
    file.close()


def hear(run: Run, output: HandOutput, seconds: float) -> None:
    """In tenths of a second, read on before each as a deck does."""
    for _ in range(round(seconds * 10)):
        while run.is_hungry:
            run.read_on()
        output.move(0.1)


def test_it_does_not_begin_with_silence(file: SoundFile) -> None:
    outputs = HandOutputs()
    run = Run(file, 1.0, 1.0, open_output=outputs)
    assert not run.is_hungry
    outputs.now.move(0.1)
    assert np.abs(outputs.now.sound[:480]).max() > 0.05
    assert run.position == pytest.approx(1.1)


def test_no_more_is_decoded_ahead_than_it_says(file: SoundFile) -> None:
    run = Run(file, 0.0, 1.0, open_output=HandOutputs())
    assert AHEAD <= run._line.waiting < AHEAD + 0.2


def test_it_is_over_when_its_last_sample_was_heard_and_not_when_it_was_read(file: SoundFile) -> None:
    outputs = HandOutputs()
    run = Run(file, 3.8, 1.0, open_output=outputs)
    assert not run.is_hungry, "all of it was read"
    assert not run.is_over
    outputs.now.move(0.2)
    assert run.is_over
    assert run.position == pytest.approx(4.0, abs=0.001)


def test_a_jump_drops_what_was_decoded_ahead(file: SoundFile) -> None:
    outputs = HandOutputs()
    run = Run(file, 0.0, 1.0, open_output=outputs)
    hear(run, outputs.now, 0.5)
    run.jump(3.0, 1.0)
    assert run.is_hungry
    assert run.position == pytest.approx(3.0)
    hear(run, outputs.now, 0.4)
    assert run.position == pytest.approx(3.4)
    assert len(outputs.opened) == 1


def test_a_jump_back_from_the_end_goes_on(file: SoundFile) -> None:
    outputs = HandOutputs()
    run = Run(file, 3.9, 1.0, open_output=outputs)
    outputs.now.move(0.2)
    assert run.is_over
    run.jump(1.0, 1.0)
    assert not run.is_over
    hear(run, outputs.now, 0.3)
    assert run.position == pytest.approx(1.3)


@pytest.mark.parametrize("tempo", [0.5, 1.5, 2.0])
def test_a_new_tempo_is_heard_after_what_was_ahead_without_a_gap(file: SoundFile, tempo: float) -> None:
    outputs = HandOutputs()
    run = Run(file, 0.0, 1.0, open_output=outputs)
    hear(run, outputs.now, 0.2)
    run.change(tempo)
    hear(run, outputs.now, 0.6)  # the old tempo runs out
    begun = run.position
    hear(run, outputs.now, 0.5)
    assert run.position - begun == pytest.approx(0.5 * tempo, abs=0.02)
    heard = outputs.now.sound[:, 0]
    loudest = np.abs(heard[: len(heard) // 480 * 480]).reshape(-1, 480).max(axis=1)  # of each hundredth of a second
    assert loudest.min() > 0.05
    assert len(heard) == round(1.3 * OUTPUT_RATE_HZ)


def test_the_same_tempo_again_changes_nothing(file: SoundFile) -> None:
    run = Run(file, 0.0, 1.5, open_output=HandOutputs())
    stretcher = run._stretcher
    run.change(1.5)
    assert run._stretcher is stretcher
    assert not run.is_hungry
