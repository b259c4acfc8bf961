"""Tails that are lost without a word: the demo checkpoint on windows full of speech that is half as fast again.

Each recording fills one window with whole sentences. Its tail is lost if the text lacks the last words, and in silence
if no warning says so either. (Batched peers end such windows at a cap of 224 tokens; a run of words that is misheard
in the middle is not counted here but in the word error rate.)
"""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jiwer
import numpy as np

from benchmarks.bench import Bench
from benchmarks.environments import PeerMissing
from benchmarks.outcome import Outcome, Wanted
from benchmarks.sound import PAUSE, demo_sentences, write_wave
from dabir_core.asr.repetition import plain_words
from dabir_core.models import DEMO
from dabir_core.options import TranscribeOptions
from dabir_core.transcriber import Transcriber
from dabir_core.transcript import Transcript
from dabir_core.units import Seconds, to_samples

SPEED = 1.5
WINDOWS = 100
LONGEST: Seconds = 13.0
"""Of a recording at speed; the demo checkpoint's windows are 15 s."""
TAIL_WORDS = 2
"""So many words at the end are a tail."""
MISHEARD = 0.25
"""Share of a word's letters: «می‌خواهد» and «می‌خواند» differ in a seventh, «می‌روم» and «می‌مانم» in half."""


@dataclass(frozen=True, slots=True)
class Dense:
    """A recording, and its words without punctuation."""

    path: Path
    words: tuple[str, ...]


def measure(bench: Bench) -> Sequence[Outcome]:
    """How many windows lost their tail in silence, of all."""
    count = WINDOWS // 5 if bench.is_quick else WINDOWS
    recordings = dense_recordings(bench.material.folder / "sounds", count)
    with Transcriber.load(DEMO) as transcriber:
        outcomes = [transcriber.transcribe(each.path, TranscribeOptions(language="fa")) for each in recordings]
    transcripts = [outcome for outcome in outcomes if isinstance(outcome, Transcript)]
    heard = [plain_words(transcript.text) for transcript in transcripts]
    missing = [lacks_tail(each.words, words) for each, words in zip(recordings, heard, strict=True)]
    silent = [lost and not transcript.warnings for lost, transcript in zip(missing, transcripts, strict=True)]
    wrong = jiwer.wer([" ".join(each.words) for each in recordings], [" ".join(words) for words in heard])
    note = f"of {count} windows; {sum(missing)} lack their tail in all; word error rate {wrong:.3f}"
    raw = {"windows": count, "lost_in_silence": sum(silent), "lost": sum(missing), "word_error_rate": wrong}
    return [Outcome(f"tails lost in silence at {SPEED:g} × speed", "", sum(silent), "", Wanted("≤", 0), note, raw)]


def lacks_tail(words: Sequence[str], heard: Sequence[str]) -> bool:
    """Whether the best alignment finds nothing for the last words of the reference.

    Where several are as good, it may find nothing for a last word that was only misheard («می‌خواهد» for «می‌خواند»):
    that tail was put out, and its word counts as an error, not as lost.
    """
    if not heard:
        return True
    last = jiwer.process_words(" ".join(words), " ".join(heard)).alignments[0][-1]
    is_left_out = last.type == "delete" and last.ref_end_idx - last.ref_start_idx >= TAIL_WORDS
    return is_left_out and jiwer.cer(words[-1], heard[-1]) > MISHEARD


def dense_recordings(folder: Path, count: int) -> list[Dense]:
    """So many recordings of sentences in random order, always the same. Raises: PeerMissing."""
    folder.mkdir(parents=True, exist_ok=True)
    return [dense(folder / f"dense-{number}.wav", seed=number) for number in range(count)]


def dense(path: Path, *, seed: int) -> Dense:
    """As many sentences as fit one window at speed. Raises: PeerMissing."""
    random, sentences = np.random.default_rng(seed), demo_sentences()
    pause, samples = np.zeros(to_samples(PAUSE), dtype=np.float32), 0
    parts, words = [pause], list[str]()
    for number in random.permutation(len(sentences)):
        sentence = sentences[number]
        samples += sentence.waveform.size + pause.size
        if samples > to_samples(LONGEST * SPEED):
            break
        parts += [sentence.waveform, pause]
        words += sentence.words
    slow = path.with_suffix(".slow.wav")
    write_wave(slow, np.concatenate(parts))
    command = ["ffmpeg", "-v", "error", "-y", "-i", str(slow), "-filter:a", f"atempo={SPEED}", str(path)]
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as missing:
        raise PeerMissing("ffmpeg is needed to speed speech up") from missing
    slow.unlink()
    return Dense(path, tuple(plain_words(" ".join(words))))
