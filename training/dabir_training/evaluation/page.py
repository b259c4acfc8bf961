"""One HTML page that a person reads: the figures, and the worst utterances word by word with their sound.

Right to left and Persian, English at a click (or with #en); differences are told by colour, frame and sign. Nothing is
fetched from anywhere: the style stands in the page, the sounds lie in a folder beside it.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from dabir_core.whole_file import write_whole
from dabir_training.evaluation.page_summary import summary
from dabir_training.evaluation.page_words import both, figure, gender, outside
from dabir_training.evaluation.results import Judged, Results
from dabir_training.scoring import Kind, Step, align, folded_words

PAGE: Final = "page.html"
SOUNDS: Final = "sounds"
_TEMPLATE: Final = Path(__file__).with_name("page.html")
_CLASSES: Final = {
    Kind.SUBSTITUTION: ("sub", "≠"),
    Kind.DELETION: ("del", "−"),
    Kind.INSERTION: ("ins", "+"),
    Kind.JOINED: ("joined", "≈"),
}


def write_page(told: Results, worst: Sequence[Judged], sounds: Sequence[str], folder: Path) -> Path:
    """Writes the page; `sounds` are the files of the worst utterances, seen from the folder, "" where there is none.

    Raises: OSError.
    """
    title = f"{told.decoding.checkpoint} · {told.decoding.split}"
    heading = f"{both('ارزیابی', 'Evaluation of')} {outside(told.decoding.checkpoint)}"
    language = told.decoding.language
    pairs = enumerate(zip(worst, sounds, strict=True), start=1)
    articles = (_article(number, each, sound=sound, language=language) for number, (each, sound) in pairs)
    page = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(title), heading=heading, summary=summary(told), utterances="\n".join(articles)
    )
    path = folder / PAGE
    write_whole(path, page)
    return path


def _article(number: int, judged: Judged, *, sound: str, language: str) -> str:
    utterance, counts = judged.utterance, judged.counts
    told = [
        f"<strong>{figure(number)}</strong>",
        _of(counts.word_errors, counts.words),
        figure(utterance.duration, decimals=1) + both(" ثانیه", " s"),
        outside(utterance.id),
        *([outside(utterance.speaker[:12])] if utterance.speaker else ()),
        *([gender(utterance.gender)] if utterance.gender else ()),
    ]
    player = f'<audio controls preload="none" src="{escape(sound)}"></audio>' if sound else ""
    steps = align(folded_words(utterance.reference), folded_words(utterance.hypothesis))
    return (
        f"<article><header><span>{' · '.join(told)}</span></header>{player}"
        f'<div class="line" lang="{escape(language)}" dir="auto">{_words(steps)}</div>{_as_written(judged)}</article>'
    )


def _of(errors: int, words: int) -> str:
    return f"<strong>{figure(errors)}</strong> {both('خطا در', 'errors in')} {figure(words)} {both('واژه', 'words')}"


def _words(steps: Iterable[Step]) -> str:
    return " ".join(map(_word, steps))


def _word(step: Step) -> str:
    said, written = escape(" ".join(step.reference)), escape(" ".join(step.hypothesis))
    if step.kind is Kind.HIT:
        return f'<span class="word">{said}</span>'
    name, sign = _CLASSES[step.kind]
    upper = f"<del>{said}</del>" if said else "<span>·</span>"
    lower = f"<ins>{sign} {written}</ins>" if written else f"<span>{sign}</span>"
    return f'<span class="word {name}">{upper}{lower}</span>'


def _as_written(judged: Judged) -> str:
    rows = (
        (both("گفته شد", "Said"), judged.utterance.reference),
        (both("نوشته شد", "Written"), judged.utterance.hypothesis),
    )
    lines = "".join(f'<p><span class="quiet">{name}:</span> <bdi>{escape(text)}</bdi></p>' for name, text in rows)
    return f"<details><summary>{both('متن‌ها همان‌گونه که هستند', 'The texts as they stand')}</summary>{lines}</details>"
