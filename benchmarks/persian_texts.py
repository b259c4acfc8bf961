"""Persian sentences of many hands, to try scorers on: what Debian's packages hold, and the demo's own templates.

    handbook   The Debian Administrator's Handbook in Persian (debian-handbook, GPL-2+ or CC BY-SA 3.0): prose
    firefox    Firefox's messages in Persian (firefox-esr-l10n-fa, MPL-2.0): short and long sentences
    demo       sentences that the demo's corpus is spoken from

The packages are fetched with `apt-get download` into `.bench/texts/` and taken apart there, without being installed;
nothing of them is kept in the repository. Read speech such as FLEURS cannot be fetched here.
"""

import html
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.environments import BENCH
from dabir_training.demo.sentences import distinct

_FOLDER: Final = BENCH / "texts"
_PARAGRAPH: Final = re.compile(r"<(p|dd|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
_NO_PROSE: Final = re.compile(r"<(script|style|pre|tt)\b[^>]*>.*?</\1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")
_MESSAGE: Final = re.compile(r"^(?:[\w.-]+ *=|\s+\.\w+ *=|    )\s*(.+)$", re.MULTILINE)
_SENTENCE_END: Final = re.compile(r"(?<=[.؟!])\s+")
_FEWEST_WORDS, _MOST_WORDS = 5, 60


def texts() -> dict[str, list[str]]:
    """Distinct sentences by where they are from. Raises: subprocess.CalledProcessError without Debian's tools."""
    handbook, firefox = _package("debian-handbook"), _package("firefox-esr-l10n-fa")
    return {
        "handbook": _sentences(_paragraphs(handbook / "usr/share/doc/debian-handbook/html/fa-IR")),
        "firefox": _sentences(_messages(firefox)),
        "demo": distinct(11, 1000),
    }


def _package(name: str) -> Path:
    folder = _FOLDER / name
    if not folder.is_dir():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", name], cwd=_FOLDER, check=True, capture_output=True)
        (archive,) = _FOLDER.glob(f"{name}_*.deb")
        subprocess.run(["dpkg-deb", "-x", str(archive), str(folder)], check=True)
    return folder


def _paragraphs(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.html")):
        page = _NO_PROSE.sub(" ", path.read_text(encoding="utf-8"))
        for _, paragraph in _PARAGRAPH.findall(page):
            yield html.unescape(_TAG.sub("", paragraph))


def _messages(folder: Path) -> Iterator[str]:
    (pack,) = folder.rglob("*.xpi")
    with zipfile.ZipFile(pack) as archive:
        names = [name for name in sorted(archive.namelist()) if name.endswith((".ftl", ".properties"))]
        for name in names:
            for message in _MESSAGE.findall(archive.read(name).decode("utf-8")):
                yield html.unescape(_TAG.sub("", message))


def _sentences(paragraphs: Iterator[str]) -> list[str]:
    """Those that are Persian for the most part and hold no placeholder, each once."""
    found: dict[str, None] = {}
    for paragraph in paragraphs:
        for sentence in _SENTENCE_END.split(" ".join(paragraph.split())):
            if _is_persian(sentence) and not set(sentence) & set("{}$%=\\"):
                found[sentence] = None
    return list(found)


def _is_persian(sentence: str) -> bool:
    persian = sum("\u0600" <= sign <= "\u06ff" for sign in sentence)
    latin = sum(sign.isascii() and sign.isalpha() for sign in sentence)
    return _FEWEST_WORDS <= len(sentence.split()) <= _MOST_WORDS and persian > 3 * latin
