"""Which containers we open, and nothing besides.

FFmpeg also "demuxes" playlists, `ffconcat` scripts, manifests, session descriptions and numbered pictures: small
texts that make it open *other* files or addresses. A file from a stranger must not be able to do that, so that only
formats which hold their own sound are accepted, and each decoder is moreover denied every protocol that it does not
need. Lone pictures are listed (as pipes, that read one stream) only to be told "no sound" rather than "no media".
Source: names as in `ffmpeg -demuxers`, 5.1 to 8.1; a name that a version does not know is ignored by it.
"""

from pathlib import Path
from typing import Final

_SOUND: Final = (
    "wav w64 aiff caf au sox flac ogg mp3 aac loas adts amr amrnb amrwb ac3 eac3 dts dtshd truehd mlp ape wv tta tak "
    "shn mpc mpc8 gsm g722 g729 g723_1 alaw mulaw sln ircam nistsphere voc avr paf qcp oma act dss dsf iff xwma aea "
    "spdif ast osq qoa"
)
_VIDEO: Final = (
    "mov mp4 m4a 3gp 3g2 mj2 matroska webm avi flv live_flv kux asf asf_o mpegts mpeg mpegvideo rm nut nsv mxf gxf "
    "wtv dv swf ivf h264 hevc h263 m4v mjpeg obu"
)
_PICTURES: Final = (
    "png_pipe jpeg_pipe webp_pipe bmp_pipe tiff_pipe gif_pipe jpegxl_pipe j2k_pipe psd_pipe svg_pipe apng gif ico"
)

FORMAT_WHITELIST: Final = ",".join(f"{_SOUND} {_VIDEO} {_PICTURES}".split())
"""FFmpeg's `format_whitelist` option."""

_BOX_TYPE: Final = slice(4, 8)
_MPEG4_BOXES: Final = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")


def starts_as_mpeg4(path: Path) -> bool:
    """Whether the file begins as MP4, M4A or MOV do: media then, even if its index (at the end) was cut off."""
    with path.open("rb") as file:
        return file.read(8)[_BOX_TYPE] in _MPEG4_BOXES


_SOUND_SUFFIXES: Final = "aac ac3 aif aiff amr au caf flac gsm m4a m4b mka mp2 mp3 oga ogg opus w64 wav weba wma"
_VIDEO_SUFFIXES: Final = "3gp avi flv m4v mkv mov mp4 mpeg mpg mts ogv ts webm wmv"
MEDIA_SUFFIXES: Final = frozenset(f".{name}" for name in f"{_SOUND_SUFFIXES} {_VIDEO_SUFFIXES}".split())
"""What a folder's files, and links, are taken for media by; a file that is named outright is tried whatever it has."""
