"""Whole files through `open_audio`: ordinary, odd, damaged and hostile ones, both ways."""

import struct
import sys
from pathlib import Path

import numpy as np
import pytest

from dabir_core.audio import open_audio
from dabir_core.errors import DecoderMissing, NoAudioStream, NoSound, NotMedia, SourceUnreadable
from dabir_core.units import SAMPLE_RATE_HZ
from tests.core.audio import media as made
from tests.core.audio.listening import ffmpeg_seconds, hear, tone_amplitude
from tests.core.audio.ogg_pages import page_seconds

ONE_CODEC_FRAME = 0.1
LOSSLESS = (
    *("u8_8k_mono.wav", "s16_11k.wav", "s16_16k_mono.wav", "s16_44k.wav", "s24_48k.wav", "s32_96k.wav", "f32_88k.wav"),
    *("f64_32k.wav", "s16.w64", "s24.aiff", "s16.au", "alac.caf", "pcm.caf", "voc.voc", "sox.sox", "s16_44k.flac"),
    *("s24_96k.flac", "wavpack.wv", "tta.tta", "alac.m4a", "s24.mov", "flac.oga", "surround_48k.wav", "surround.flac"),
    *("s64_44k.wav", "s64.mka"),
)
BOTH_WAYS = (
    *("cut_mp3_44k.mp3", "cut_faststart.m4a", "flipped_s16_44k.flac", "flipped_adts.aac", "early_end.ogg", "film.mkv"),
    *("joined_rates.mp3", "surround_48k.wav", "voice.amr", "cut_film.mkv", "bad_checksum.ogg", "claims_4_gb.wav"),
)
ASCII_NOISE = np.random.default_rng(1).integers(0, 128, 200_000, dtype=np.uint8).tobytes()
ODD = (*made.DAMAGED, *made.JOINED, *made.DISGUISED, *made.DOUBLE_END, *made.HUGE_HEADERS)


def test_corpus_holds_at_least_forty_files() -> None:
    assert len({*made.ORDINARY, *ODD}) >= 40


@pytest.mark.parametrize("name", made.ORDINARY)
def test_ordinary_file_gives_all_its_sound_and_no_damage(media: Path, name: str) -> None:
    heard = hear(media / name)
    assert heard.seconds == pytest.approx(made.DURATION, abs=0.21)  # codecs pad to their frames, ADTS at 8 kHz most
    assert heard.seconds >= ffmpeg_seconds(media / name) - ONE_CODEC_FRAME
    assert heard.lost == ()


@pytest.mark.parametrize("name", ODD)
def test_recovers_at_least_what_ffmpeg_recovers(media: Path, name: str) -> None:
    expected = ffmpeg_seconds(media / name)
    if expected == 0.0:
        with pytest.raises((NoSound, NotMedia)):
            hear(media / name)
    else:
        assert hear(media / name).seconds >= expected - ONE_CODEC_FRAME


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_the_second_way_recovers_as_much(media: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    assert hear(media / name).seconds == pytest.approx(ffmpeg_seconds(media / name), abs=0.01)


@pytest.mark.parametrize("name", LOSSLESS)
def test_lossless_formats_keep_length_and_level(media: Path, name: str) -> None:
    heard = hear(media / name)
    assert heard.seconds == pytest.approx(made.DURATION, abs=0.001)
    assert tone_amplitude(heard.waveform, 1000.0) == pytest.approx(0.3, rel=0.01)


@pytest.mark.parametrize("name", made.FILMS)
def test_films_give_their_sound(media: Path, name: str, way: str) -> None:
    assert tone_amplitude(hear(media / name).waveform, 1000.0) == pytest.approx(0.3, rel=0.07)


def test_double_end_of_stream_loses_nothing(media: Path, way: str) -> None:
    for name in made.DOUBLE_END:
        assert hear(media / name).seconds == pytest.approx(made.DURATION, abs=0.001)


def test_every_link_of_a_chained_ogg_is_heard(media: Path) -> None:
    assert hear(media / "chained_opus.ogg").seconds == pytest.approx(2 * made.DURATION, abs=0.01)
    assert hear(media / "chained_vorbis.ogg").seconds == pytest.approx(2 * made.DURATION, abs=0.01)
    assert hear(media / "chained_codecs.ogg").seconds == pytest.approx(3 * made.DURATION, abs=0.01)


def test_a_change_of_rate_in_mid_file_keeps_the_pitch(media: Path) -> None:
    heard = hear(media / "joined_rates.mp3")  # 44.1, 24 and 8 kHz, three seconds each; LAME encodes 0.3 as 0.285
    for third in np.array_split(heard.waveform, 3):
        assert tone_amplitude(third[SAMPLE_RATE_HZ // 2 : -SAMPLE_RATE_HZ // 2], 1000.0) == pytest.approx(
            0.285, rel=0.09
        )


def test_a_dropped_ogg_page_is_counted_with_its_length(media: Path) -> None:
    pages = page_seconds((media / "opus_mono.ogg").read_bytes())
    heard = hear(media / "bad_checksum.ogg")
    assert heard.lost_seconds == pytest.approx(pages[len(pages) // 2], abs=0.03)
    assert heard.lost[0].start == pytest.approx(sum(pages[: len(pages) // 2]), abs=0.05)


def test_a_missing_end_is_told_where_the_container_states_its_length(media: Path) -> None:
    for name in ("cut_faststart.m4a", "cut_s16_44k.flac"):
        heard = hear(media / name)
        assert heard.seconds + heard.lost_seconds == pytest.approx(made.DURATION, abs=ONE_CODEC_FRAME)
        assert heard.lost[-1].start == pytest.approx(heard.seconds, abs=1.1)


def test_damaged_packets_are_counted_and_kept_apart_from_sound(media: Path, way: str) -> None:
    heard = hear(media / "flipped_adts.aac")
    assert sum(place.packets for place in heard.lost) > 0
    assert heard.seconds + heard.lost_seconds == pytest.approx(made.DURATION, abs=ONE_CODEC_FRAME)


def test_an_mp4_whose_index_was_cut_off_has_no_sound(media: Path, way: str) -> None:
    with pytest.raises(NoSound) as refused:
        open_audio(media / "cut_aac_44k.m4a")
    assert refused.value.subject == str(media / "cut_aac_44k.m4a")


@pytest.mark.parametrize("name", ["silent_film.mp4", "picture.png", "picture.jpg", "picture.mp3"])
def test_pictures_and_silent_films_have_no_audio_stream(media: Path, name: str, way: str) -> None:
    with pytest.raises(NoAudioStream):
        open_audio(media / name)


def test_no_samples_at_all_is_no_sound(tmp_path: Path, way: str) -> None:
    made.write_wav(tmp_path / "nothing.wav", np.zeros((1, 0)))
    with pytest.raises(NoSound):
        hear(tmp_path / "nothing.wav")


@pytest.mark.parametrize("body", [b"hello, this is no sound\n" * 40, bytes(5000), ASCII_NOISE])
@pytest.mark.parametrize("name", ["note.mp3", "note.wav"])
def test_text_zeros_and_noise_are_no_media(tmp_path: Path, name: str, body: bytes, way: str) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(NotMedia):
        hear(tmp_path / name)


@pytest.mark.parametrize("rate_hz", [8_000, 44_100, 48_000, 96_000])
def test_a_tone_keeps_pitch_level_and_length_from_any_rate(tmp_path: Path, rate_hz: int, way: str) -> None:
    time = np.arange(2 * rate_hz) / rate_hz
    made.write_wav(tmp_path / "tone.wav", 0.5 * np.sin(2 * np.pi * 1000 * time)[None], rate_hz=rate_hz)
    heard = hear(tmp_path / "tone.wav")
    spectrum = np.abs(np.fft.rfft(heard.waveform * np.hanning(len(heard.waveform))))
    assert np.argmax(spectrum) * SAMPLE_RATE_HZ / len(heard.waveform) == pytest.approx(1000.0, abs=0.5)
    assert tone_amplitude(heard.waveform, 1000.0) == pytest.approx(0.5, rel=0.002)
    assert heard.seconds == pytest.approx(2.0, abs=0.001)


def test_a_tone_above_the_band_leaves_no_alias(tmp_path: Path) -> None:
    time = np.arange(96_000) / 48_000
    made.write_wav(tmp_path / "high.wav", 0.5 * np.sin(2 * np.pi * 10_000 * time)[None])
    steady = hear(tmp_path / "high.wav").waveform[1600:-1600]
    assert np.sqrt(np.mean(steady**2)) < 0.5 / np.sqrt(2) * 10 ** (-60 / 20)


def test_what_is_no_number_is_silence_and_overload_is_clipped(tmp_path: Path, way: str) -> None:
    samples = np.array([np.nan, np.inf, -np.inf, 0.25, 7.0, -7.0] * 500, dtype="<f4")
    head = struct.pack("<HHIIHH", 3, 1, 16_000, 64_000, 4, 32)
    body = (
        b"fmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", samples.nbytes) + samples.tobytes()
    )
    (tmp_path / "odd.wav").write_bytes(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body)
    np.testing.assert_array_equal(hear(tmp_path / "odd.wav").waveform[:6], [0.0, 0.0, 0.0, 0.25, 1.0, -1.0])


def test_opposite_channels_do_not_cancel(tmp_path: Path, way: str) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(96_000) / 48_000)
    made.write_wav(tmp_path / "opposite.wav", np.stack([tone, -tone]))
    assert tone_amplitude(hear(tmp_path / "opposite.wav").waveform, 440.0) == pytest.approx(0.5, rel=0.01)


def test_blocks_are_seconds_and_the_last_is_the_rest(media: Path) -> None:
    with open_audio(media / "cut_s16_44k.wav") as decoding:
        lengths = [len(block) for block in decoding]
    assert lengths[:-1] == [SAMPLE_RATE_HZ]
    assert 0 < lengths[-1] < SAMPLE_RATE_HZ


def test_duration_is_known_before_decoding(media: Path, way: str) -> None:
    with open_audio(media / "s16_44k.wav") as decoding:
        assert decoding.duration == pytest.approx(made.DURATION, abs=0.01)


def test_closing_early_frees_the_file(media: Path, way: str) -> None:
    with open_audio(media / "film.mkv") as decoding:
        next(iter(decoding))
    assert list(decoding) == []


def test_neither_way_to_decode_is_its_own_error(media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DecoderMissing):
        open_audio(media / "s16_44k.wav")


@pytest.mark.parametrize("name", ["/proc/self/status", "gone since it was checked"])
def test_a_file_that_the_system_does_not_let_us_read_through_is_told_as_that(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dabir_core.audio.decode.check_source", lambda path: None)
    with pytest.raises(SourceUnreadable) as caught:
        open_audio(Path(name))
    assert caught.value.subject == name
