"""Speech too dense for a window: nothing of it is lost in silence, whatever the decoder does."""

import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.non_speech import EverythingIsSpeech
from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.models import DEMO, locate
from dabir_core.options import TranscribeOptions
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import EndedBy, Transcript, WarningKind
from tests.end_to_end.command import DEMO as NOTE
from tests.fakes import FakeEngine

PERSIAN = TranscribeOptions(language="fa")
UNTIMED = TranscribeOptions(language="fa", words=False)
MINUTE = 60 * 16_000
PROMPT = 4
TEXT_TOKENS = 790
SPOKEN = NOTE.with_name("demo.txt").read_text(encoding="utf-8").split()


def cramped(positions: int) -> Checkpoint:
    """The demo checkpoint with so few positions that a window of its 15 s may not fit."""
    demo = load_checkpoint(locate(DEMO))
    return replace(demo, dimensions=replace(demo.dimensions, target_positions=positions))


@dataclass
class Talker:
    """Says so many random words a second of the sound that it hears, then ends; or never ends."""

    checkpoint: Checkpoint
    tokens_per_second: float
    engine: FakeEngine | None = None

    def __call__(self, window: int, fed: tuple[int, ...]) -> int:
        assert self.engine is not None
        said = len(fed) - fed.index(self.checkpoint.vocabulary.start_of_transcript) - PROMPT
        if said >= self.tokens(window):
            return self.checkpoint.vocabulary.end_of_text
        return int(np.random.default_rng([window, max(0, said)]).integers(300, TEXT_TOKENS))

    def tokens(self, window: int) -> float:
        """How many it says of that window: frames of padding are all alike, and the least of all."""
        assert self.engine is not None
        log_mel = self.engine.log_mels[window]
        heard = int((log_mel.max(axis=0) > log_mel.min() + 0.01).sum())
        return self.tokens_per_second * heard / 100


def noise(folder: Path) -> Path:
    path = folder / "noise.wav"
    subprocess.run(
        ["sox", "-q", "-R", "-n", "-r", "16000", "-b", "16", str(path), "synth", "60", "whitenoise", "gain", "-20"],
        check=True,
        timeout=60,
    )
    return path


def heard(talker: Talker, folder: Path, options: TranscribeOptions) -> Transcript:
    talker.engine = FakeEngine(talker, talker.checkpoint.dimensions)
    transcriber = Transcriber(talker.engine, talker.checkpoint, silero=EverythingIsSpeech())
    transcript = transcriber.transcribe(noise(folder), options)
    assert isinstance(transcript, Transcript)
    return transcript


@pytest.mark.parametrize("options", [PERSIAN, UNTIMED], ids=["words", "no words"])
def test_every_window_that_never_ends_is_told(tmp_path: Path, options: TranscribeOptions) -> None:
    transcript = heard(Talker(cramped(150), 1e9), tmp_path, options)
    told = [each for each in transcript.warnings if each.kind is WarningKind.TEXT_UNFINISHED]
    assert transcript.segments
    assert {segment.ended_by for segment in transcript.segments} <= {EndedBy.TOKEN_CAP, EndedBy.GUARD}
    assert sum(warning.seconds for warning in told) == pytest.approx(60.0, abs=0.1)
    assert told[-1].end == pytest.approx(60.0, abs=0.1)


def test_a_speaker_too_dense_for_a_window_is_read_in_halves_without_loss(tmp_path: Path) -> None:
    # 145 tokens a window. The first one, of unknown density, is as long as 13 a second allow: 0.8 · 145 / 13 = 8.9 s,
    # which are 156 tokens of this speaker. More than 18 a second would not be believed.
    talker = Talker(cramped(150), 17.5)
    transcript = heard(talker, tmp_path, UNTIMED)
    assert talker.engine is not None
    assert [warning for warning in transcript.warnings if warning.kind is WarningKind.TEXT_UNFINISHED] == []
    assert max(map(talker.tokens, range(len(talker.engine.log_mels)))) > 145
    pieces = load_checkpoint(locate(DEMO)).vocabulary
    letters = len("".join(transcript.text.split()))
    per_token = np.mean([len(pieces.decode([token]).strip()) for token in range(300, TEXT_TOKENS)])
    assert letters == pytest.approx(60 * 17.5 * per_token, rel=0.1)


def sped_up(folder: Path, tempo: float) -> Path:
    path = folder / f"{tempo}.wav"
    decoded = folder / "note.wav"
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", str(NOTE), str(decoded)], check=True, timeout=60)
    subprocess.run(["sox", str(decoded), str(path), "tempo", "-s", str(tempo)], check=True, timeout=60)
    return path


def spoken_by_espeak(folder: Path, words_a_minute: int) -> Path:
    path = folder / f"{words_a_minute}.wav"
    text = NOTE.with_name("demo.txt")
    command = ["espeak-ng", "-v", "fa+m2", "-s", str(words_a_minute), "-f", str(text), "-w", str(path)]
    subprocess.run(command, check=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def transcriber() -> Transcriber:
    return Transcriber.load("demo")


def tail_is_there_or_told(transcript: Transcript) -> bool:
    """Whether the last words are what was said last, or a warning says that words may be missing up to the end."""
    ends_right = transcript.text.split()[-2:] == SPOKEN[-2:]
    last = max((each.end for each in transcript.warnings if each.kind is WarningKind.TEXT_UNFINISHED), default=0.0)
    return ends_right or last > transcript.duration - 1.0


@pytest.mark.parametrize("tempo", [1.3, 1.5, 1.7])
def test_at_one_and_a_half_times_the_speed_no_tail_is_lost_in_silence(
    transcriber: Transcriber, tmp_path: Path, tempo: float
) -> None:
    transcript = transcriber.transcribe(sped_up(tmp_path, tempo), PERSIAN)
    assert isinstance(transcript, Transcript)
    assert tail_is_there_or_told(transcript)


# At 225 the decoder used to end its text after two thirds of the speech, and nobody was told.
@pytest.mark.parametrize("words_a_minute", [200, 225, 250])
def test_who_speaks_fast_loses_no_tail_in_silence(
    transcriber: Transcriber, tmp_path: Path, words_a_minute: int
) -> None:
    transcript = transcriber.transcribe(spoken_by_espeak(tmp_path, words_a_minute), PERSIAN)
    assert isinstance(transcript, Transcript)
    assert tail_is_there_or_told(transcript)
