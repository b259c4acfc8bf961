import wave
from pathlib import Path

import numpy as np

from benchmarks.peers.pieces import samples, wanted_tokens, windows
from benchmarks.sound import DEMO, demo_sentences, speech, write_wave


def test_the_demo_note_is_cut_into_the_sentences_of_its_text() -> None:
    sentences = demo_sentences()
    lines = (DEMO.with_suffix(".txt")).read_text(encoding="utf-8").splitlines()
    assert [" ".join(sentence.words) for sentence in sentences] == lines
    assert all(1.5 < sentence.waveform.size / 16_000 < 5.0 for sentence in sentences)


def test_speech_is_as_long_as_asked_the_same_each_time_and_another_for_each_seed() -> None:
    first = speech(160_000, seed=1)
    assert first.shape == (160_000,)
    assert np.array_equal(first, speech(160_000, seed=1))
    assert not np.array_equal(first, speech(160_000, seed=2))


def test_no_pause_is_digital_silence() -> None:
    assert np.count_nonzero(speech(160_000, seed=3)) > 159_000


def test_a_wave_file_is_cut_into_windows_of_30_s(tmp_path: Path) -> None:
    path, sound = tmp_path / "speech.wav", speech(35 * 16_000, seed=0)
    write_wave(path, sound)
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
    assert np.abs(samples(str(path)) - sound).max() < 2 / 32768
    pieces = windows(str(path))
    assert [piece.size for piece in pieces] == [30 * 16_000, 5 * 16_000]
    assert [wanted_tokens(piece, 100 / 30) for piece in pieces] == [101, 18]
