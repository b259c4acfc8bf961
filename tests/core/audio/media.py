"""Makes the media files of these tests: ordinary ones with the ffmpeg executable, odd and damaged ones by hand.

Every ordinary file holds `DURATION` seconds of a 1 kHz tone under noise (a tone alone hides damage: codecs repeat it).
"""

import random
import struct
import subprocess
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.core.audio import ogg_pages

DURATION = 3.0
MASTER_HZ = 48_000

FROM_STEREO: dict[str, str] = {
    "u8_8k_mono.wav": "-ar 8000 -ac 1 -c:a pcm_u8",
    "alaw_8k_mono.wav": "-ar 8000 -ac 1 -c:a pcm_alaw",
    "mulaw_8k.wav": "-ar 8000 -c:a pcm_mulaw",
    "s16_11k.wav": "-ar 11025",
    "s16_16k_mono.wav": "-ar 16000 -ac 1",
    "adpcm_ms_22k.wav": "-ar 22050 -c:a adpcm_ms",
    "adpcm_ima_22k.wav": "-ar 22050 -c:a adpcm_ima_wav",
    "gsm_8k_mono.wav": "-ar 8000 -ac 1 -c:a libgsm_ms",
    "s16_44k.wav": "-ar 44100",
    "s24_48k.wav": "-c:a pcm_s24le",
    "s32_96k.wav": "-ar 96000 -c:a pcm_s32le",
    "s64_44k.wav": "-ar 44100 -c:a pcm_s64le",
    "s64.mka": "-c:a pcm_s64le",
    "f32_88k.wav": "-ar 88200 -c:a pcm_f32le",
    "f64_32k.wav": "-ar 32000 -c:a pcm_f64le",
    "s16.w64": "",
    "s24.aiff": "-c:a pcm_s24be",
    "s16.au": "",
    "alac.caf": "-c:a alac",
    "pcm.caf": "",
    "voc.voc": "",
    "sox.sox": "",
    "s16_44k.flac": "-ar 44100",
    "s24_96k.flac": "-ar 96000 -sample_fmt s32",
    "wavpack.wv": "",
    "tta.tta": "",
    "mp3_44k.mp3": "-ar 44100 -b:a 96k",
    "mp3_vbr_24k.mp3": "-ar 24000 -q:a 5",
    "mp3_8k_mono.mp3": "-ar 8000 -ac 1 -b:a 16k",
    "mp2.mp2": "",
    "adts.aac": "",
    "adts_8k_mono.aac": "-ar 8000 -ac 1",
    "aac_44k.m4a": "-ar 44100",
    "alac.m4a": "-c:a alac",
    "fragmented.mp4": "-c:a aac -movflags +frag_keyframe+empty_moov -frag_duration 500000",
    "faststart.m4a": "-c:a aac -movflags +faststart",
    "s24.mov": "-c:a pcm_s24le",
    "vorbis.ogg": "-c:a libvorbis",
    "opus_mono.ogg": "-ac 1 -c:a libopus -b:a 24k -page_duration 200000",
    "opus_60ms.opus": "-c:a libopus -frame_duration 60",
    "flac.oga": "-c:a flac",
    "speex_8k_mono.spx": "-ar 8000 -ac 1 -c:a libspeex",
    "opus.webm": "-c:a libopus",
    "vorbis.mka": "-c:a libvorbis",
    "wma_44k.wma": "-ar 44100 -c:a wmav2",
    "ac3.ac3": "",
    "eac3.eac3": "",
    "dts.dts": "-c:a dca -strict -2",
    "truehd.thd": "-c:a truehd -strict -2",
    "sound.ts": "-c:a aac",
    "sound.mpg": "-c:a mp2",
    "mp3.avi": "-c:a libmp3lame",
    "mp3_44k.flv": "-ar 44100 -c:a libmp3lame",
    "real_8k_mono.rm": "-ar 8000 -ac 1 -c:a real_144",
    "nut.nut": "",
    "gsm_8k_mono.gsm": "-ar 8000 -ac 1",
    "g722_16k_mono.g722": "-ar 16000 -ac 1",
}
FROM_SURROUND: dict[str, str] = {
    "surround_48k.wav": "",
    "surround.flac": "",
    "surround_aac.m4a": "-c:a aac",
    "surround_vorbis.ogg": "-c:a libvorbis",
    "surround_opus.mka": "-c:a libopus -mapping_family 1",
    "surround.ac3": "",
}
FROM_VIDEO: dict[str, str] = {
    "film.mp4": "-map 0 -map 1 -c:v libx264 -preset ultrafast -c:a aac",
    "film.mkv": "-map 0 -map 1 -c:v libx264 -preset ultrafast -c:a libvorbis",
    "film.webm": "-map 0 -map 1 -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus",
    "film.avi": "-map 0 -map 1 -c:v mpeg4 -c:a ac3",
    "silent_film.mp4": "-map 1:v -c:v libx264 -preset ultrafast",
    "picture.png": "-map 1:v -frames:v 1",
    "picture.jpg": "-map 1:v -frames:v 1",
    "cover.mp3": "-map 0 -map 1 -c:v png -frames:v 1 -disposition:v attached_pic -c:a libmp3lame",
}


def make_media(folder: Path) -> None:
    """Fills `folder`: a few runs of ffmpeg side by side, then what is made by hand out of their files."""
    stereo, surround = folder / "master_stereo.wav", folder / "master_surround.wav"
    write_wav(stereo, tone_under_noise(channels=2))
    write_wav(surround, tone_under_noise(channels=6))
    picture = ["-f", "lavfi", "-i", f"color=red:size=64x48:rate=5:duration={DURATION}"]
    with ThreadPoolExecutor() as pool:
        list(
            pool.map(
                lambda job: run_ffmpeg(folder, job[0], job[1]),
                [
                    (["-i", str(stereo)], FROM_STEREO),
                    (["-i", str(surround)], FROM_SURROUND),
                    (["-i", str(stereo), *picture], FROM_VIDEO),
                ],
            )
        )
    make_amr(folder)
    make_damaged(folder)
    make_odd(folder)


def run_ffmpeg(folder: Path, source: list[str], outputs: dict[str, str]) -> None:
    wanted = [word for name, options in outputs.items() for word in (*options.split(), str(folder / name))]
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *source, *wanted], check=True, timeout=600)


def tone_under_noise(*, channels: int) -> NDArray[np.float64]:
    time = np.arange(round(DURATION * MASTER_HZ)) / MASTER_HZ
    noise = np.random.default_rng(7).normal(0.0, 0.05, (channels, time.size))
    return 0.3 * np.sin(2 * np.pi * 1000 * time) + noise


def write_wav(path: Path, samples: NDArray[np.float64], *, rate_hz: int = MASTER_HZ) -> None:
    """Writes (C, T) samples as 16-bit WAV."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(samples))
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.round(np.clip(samples.T, -1, 1) * 32767).astype("<i2").tobytes())


def make_amr(folder: Path) -> None:
    """AMR has no free encoder: frames of 12.2 kbit/s with random contents are valid speech frames of 20 ms."""
    rng = random.Random(3)
    frames = b"".join(b"\x3c" + rng.randbytes(31) for _ in range(round(DURATION / 0.02)))
    (folder / "voice.amr").write_bytes(b"#!AMR\n" + frames)
    run_ffmpeg(folder, ["-i", str(folder / "voice.amr")], {"voice.3gp": "-c copy"})


CUT = (
    *("mp3_44k.mp3", "opus_mono.ogg", "vorbis.ogg", "adts.aac", "s16_44k.flac", "opus.webm", "faststart.m4a"),
    *("aac_44k.m4a", "s16_44k.wav", "fragmented.mp4", "film.mkv", "sound.ts", "wma_44k.wma", "voice.amr", "mp3.avi"),
)
FLIPPED = (
    *("mp3_44k.mp3", "opus_mono.ogg", "vorbis.ogg", "adts.aac", "s16_44k.flac", "opus.webm", "faststart.m4a"),
    *("s16_44k.wav", "sound.ts", "ac3.ac3", "wma_44k.wma", "film.mkv"),
)
BROKEN = ("zeroed_middle.mp3", "junk_before.mp3", "bad_checksum.ogg")
DAMAGED = (*(f"cut_{name}" for name in CUT), *(f"flipped_{name}" for name in FLIPPED), *BROKEN)
JOINED = ("joined_rates.mp3", "joined_rates.aac", "chained_opus.ogg", "chained_vorbis.ogg", "chained_codecs.ogg")
DISGUISED = ("really_wav.mp3", "really_opus.wav", "really_mp4.txt")
DOUBLE_END = ("early_end.ogg", "double_end.ogg")
HUGE_HEADERS = ("huge_tag.mp3", "claims_4_gb.wav", "claims_nothing.wav", "huge_list.wav", "huge_index.m4a")
FILMS = ("film.mp4", "film.mkv", "film.webm", "film.avi", "cover.mp3")
BY_HAND = ("voice.amr", "voice.3gp")
ORDINARY = (*FROM_STEREO, *FROM_SURROUND, *FILMS, *BY_HAND)


def make_damaged(folder: Path) -> None:
    for name in CUT:
        body = (folder / name).read_bytes()
        (folder / f"cut_{name}").write_bytes(body[: len(body) * 6 // 10])
    for name in FLIPPED:
        (folder / f"flipped_{name}").write_bytes(flip_bits((folder / name).read_bytes()))
    mp3 = (folder / "mp3_44k.mp3").read_bytes()
    hole = len(mp3) // 2
    (folder / "zeroed_middle.mp3").write_bytes(mp3[:hole] + bytes(6000) + mp3[hole + 6000 :])
    (folder / "junk_before.mp3").write_bytes(random.Random(5).randbytes(3000) + mp3)


def flip_bits(body: bytes, *, every: int = 1500) -> bytes:
    """Flips one bit in about each 1,500 bytes; the first quarter, where the headers are, is left whole."""
    damaged, rng = bytearray(body), random.Random(11)
    for _ in range(len(body) // every + 3):
        damaged[rng.randrange(len(body) // 4, len(body))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def make_odd(folder: Path) -> None:
    def join(name: str, *parts: str) -> None:
        (folder / name).write_bytes(b"".join((folder / part).read_bytes() for part in parts))

    join("joined_rates.mp3", "mp3_44k.mp3", "mp3_vbr_24k.mp3", "mp3_8k_mono.mp3")
    join("joined_rates.aac", "adts.aac", "adts_8k_mono.aac")
    join("chained_opus.ogg", "opus_mono.ogg", "opus_60ms.opus")
    join("chained_vorbis.ogg", "vorbis.ogg", "surround_vorbis.ogg")
    join("chained_codecs.ogg", "vorbis.ogg", "opus_mono.ogg", "flac.oga")
    join("really_wav.mp3", "s16_44k.wav")
    join("really_opus.wav", "opus_mono.ogg")
    join("really_mp4.txt", "aac_44k.m4a")
    join("picture.mp3", "picture.png")
    opus = (folder / "opus_mono.ogg").read_bytes()
    (folder / "early_end.ogg").write_bytes(ogg_pages.with_early_end(opus))
    (folder / "double_end.ogg").write_bytes(ogg_pages.with_second_end(opus))
    (folder / "bad_checksum.ogg").write_bytes(ogg_pages.with_bad_checksum(opus))
    make_huge_headers(folder)


def make_huge_headers(folder: Path) -> None:
    mp3, wav = (folder / "mp3_44k.mp3").read_bytes(), (folder / "s16_44k.wav").read_bytes()
    size = 24 << 20
    tag_size = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    (folder / "huge_tag.mp3").write_bytes(b"ID3\x03\x00\x00" + tag_size + bytes(size) + mp3)
    at = wav.index(b"data")
    (folder / "claims_4_gb.wav").write_bytes(wav[:4] + b"\xff" * 4 + wav[8 : at + 4] + b"\xff" * 4 + wav[at + 8 :])
    (folder / "claims_nothing.wav").write_bytes(wav[:4] + bytes(4) + wav[8 : at + 4] + bytes(4) + wav[at + 8 :])
    m4a = bytearray((folder / "faststart.m4a").read_bytes())
    struct.pack_into(">I", m4a, m4a.index(b"stsz") + 12, 0x7FFF_FFFF)  # two thousand million packets
    (folder / "huge_index.m4a").write_bytes(m4a)
    huge_list = b"LIST" + struct.pack("<I", 0x7FFF_FFF0) + b"INFO"
    (folder / "huge_list.wav").write_bytes(wav[:12] + huge_list + wav[12:])
