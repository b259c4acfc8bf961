import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.speech.vad import SileroVad
from dabir_core.speech.vad_runners import SileroOutput, SileroRunner, load_silero
from dabir_core.units import SAMPLE_RATE_HZ
from tests.core.speech.conftest import SpokenRecording


@pytest.fixture(scope="module")
def runner() -> SileroRunner:
    return load_silero()


def _listen(runner: SileroRunner, waveform: Waveform) -> NDArray[np.float32]:
    vad = SileroVad(runner)
    return np.concatenate([vad.probabilities(waveform), vad.finish()])


class _Recorder:
    """Remembers the frames it was given; its state counts them."""

    def __init__(self) -> None:
        self.frames: list[NDArray[np.float32]] = []

    def run(self, frames: NDArray[np.float32], hidden: NDArray[np.float32], cell: NDArray[np.float32]) -> SileroOutput:
        assert hidden[0, 0, 0] == len(self.frames)
        self.frames += list(frames)
        return SileroOutput(np.zeros(len(frames), np.float32), hidden + len(frames), cell)


def _split(waveform: Waveform, lengths: list[int]) -> list[Waveform]:
    return np.split(waveform, np.cumsum(lengths))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40_000), st.lists(st.integers(0, 12_000), max_size=8))
def test_each_frame_is_fed_once_after_its_context(total: int, lengths: list[int]) -> None:
    waveform = np.arange(1, total + 1, dtype=np.float32)
    recorder = _Recorder()
    vad = SileroVad(recorder)
    heard = [vad.probabilities(block) for block in _split(waveform, lengths)]
    heard.append(vad.finish())
    frames_expected = -(-total // 512)
    assert sum(map(len, heard)) == frames_expected
    padded = np.concatenate([np.zeros(64, np.float32), waveform, np.zeros(512, np.float32)])
    for number, frame in enumerate(recorder.frames[:frames_expected]):
        assert np.array_equal(frame, padded[number * 512 : number * 512 + 576])


@settings(max_examples=10, deadline=None)
@given(lengths=st.lists(st.integers(1, 40_000), max_size=8))
def test_probabilities_do_not_depend_on_the_blocks(
    runner: SileroRunner, spoken: SpokenRecording, lengths: list[int]
) -> None:
    waveform = spoken.waveform[:160_000]
    vad = SileroVad(runner)
    heard = [vad.probabilities(block) for block in _split(waveform, lengths)]
    assert np.array_equal(np.concatenate([*heard, vad.finish()]), _listen(runner, waveform))


# Of a 120 Hz buzz with four swells a second; computed once by silero-vad 6.2.3's other file, `silero_vad.onnx`, one
# frame at a time in ONNX Runtime 1.32.
_BUZZ = {1: 0.3, 2: 0.25, 3: 0.2, 4: 0.3, 5: 0.35, 6: 0.25, 7: 0.15, 9: 0.1, 10: 0.12, 11: 0.1, 20: 0.05}
_SILERO_SAYS = [0.27847, 0.70056, 0.44257, 0.31209, 0.1851, 0.0995, 0.2219, 0.28263]
_SILERO_SAYS += [0.29628, 0.12341, 0.08538, 0.02606, 0.01227, 0.0077, 0.03504, 0.0474]


def test_same_probabilities_as_silero_itself(runner: SileroRunner) -> None:
    seconds = np.arange(16 * 512) / SAMPLE_RATE_HZ
    buzz = sum(amplitude * np.sin(2 * np.pi * 120 * number * seconds) for number, amplitude in _BUZZ.items())
    swelling = 0.4 * buzz * (0.5 - 0.5 * np.cos(2 * np.pi * 4 * seconds))
    assert _listen(runner, swelling.astype(np.float32)) == pytest.approx(_SILERO_SAYS, abs=5e-5)


def test_listener_starts_afresh_after_finish(runner: SileroRunner, spoken: SpokenRecording) -> None:
    vad = SileroVad(runner)
    first = np.concatenate([vad.probabilities(spoken.waveform), vad.finish()])
    second = np.concatenate([vad.probabilities(spoken.waveform), vad.finish()])
    assert np.array_equal(first, second)


@pytest.mark.parametrize("group_frames", [1, 4])
def test_smaller_groups_hear_the_same_and_answer_sooner(
    runner: SileroRunner, spoken: SpokenRecording, group_frames: int
) -> None:
    vad = SileroVad(runner, group_frames=group_frames)
    waveform = spoken.waveform[: 64 * 512]
    assert vad.probabilities(waveform[: group_frames * 512]).size == group_frames
    heard = np.concatenate([vad.probabilities(waveform[group_frames * 512 :]), vad.finish()])
    assert heard == pytest.approx(_listen(runner, waveform)[group_frames:], abs=1e-3)


def test_nothing_heard_gives_nothing(runner: SileroRunner) -> None:
    assert _listen(runner, np.zeros(0, np.float32)).size == 0


def test_speech_is_probable_and_pauses_are_not(runner: SileroRunner, spoken: SpokenRecording) -> None:
    heard = _listen(runner, spoken.waveform)
    assert heard.dtype == np.float32
    edges = [0, *(edge for sentence in spoken.sentences for edge in sentence), spoken.waveform.size]
    for start, end in spoken.sentences:
        assert np.mean(heard[start // 512 + 1 : end // 512] > 0.5) > 0.9
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        margin = 5  # frames in which the model lets speech go
        assert heard[start // 512 + margin : end // 512 - 1].max() < 0.35


@pytest.mark.parametrize("level_db", [-60, -40, -20, -6])
def test_white_noise_is_no_speech(runner: SileroRunner, level_db: int) -> None:
    noise = np.random.default_rng(3).standard_normal(5 * SAMPLE_RATE_HZ) * 10 ** (level_db / 20)
    assert _listen(runner, noise.clip(-1, 1).astype(np.float32)).max() < 0.35


@pytest.mark.parametrize("frequency_hz", [100, 440, 1000, 4000])
def test_tone_is_no_speech(runner: SileroRunner, frequency_hz: int) -> None:
    seconds = np.arange(5 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    tone = (0.3 * np.sin(2 * np.pi * frequency_hz * seconds)).astype(np.float32)
    assert _listen(runner, tone).max() < 0.35


def test_digital_silence_is_no_speech(runner: SileroRunner) -> None:
    assert _listen(runner, np.zeros(10 * SAMPLE_RATE_HZ, np.float32)).max() < 0.1


def test_quiet_speech_is_heard(runner: SileroRunner, spoken: SpokenRecording) -> None:
    start, end = spoken.sentences[1]
    assert np.mean(_listen(runner, spoken.waveform[start:end] * 0.01) > 0.5) > 0.5
