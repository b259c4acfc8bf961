"""What spelling alone costs in each scorer, and whether real errors cost what plain WER says.

`python -m benchmarks.training_scoring` takes Persian sentences (`persian_texts`) for references and the same sentences
spelled otherwise for hypotheses: whatever error rate comes out is convention. Then words are dropped, replaced, put in
and cut, and ours is laid beside jiwer's rate over the same folded words. Peers: the raw strings (jiwer, as `evaluate`
has it), Whisper's BasicTextNormalizer as transformers ships it, PESTE's fa-v1 (our `wer_strict`), and hazm and shekar,
each in an environment of its own; numbers are spelled by num2words, which knows nothing of our rules.
"""

import functools
import json
import random
import re
import subprocess
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import jiwer
from transformers.models.whisper.english_normalizer import BasicTextNormalizer

from benchmarks.environments import PeerMissing, python_of
from benchmarks.persian_texts import texts
from dabir_training.scoring import Scores, folded_words, score

Texts = Sequence[str]
Scorer = Callable[[Texts, Texts], float]
_SIDE: Final = Path(__file__).parent / "peers" / "normalizer_side.py"
_ZWNJ: Final = "\u200c"
_TO_ARABIC: Final = str.maketrans("یک", "يك")
_DIGITS: Final = str.maketrans("0123456789۰۱۲۳۴۵۶۷۸۹", "۰۱۲۳۴۵۶۷۸۹0123456789")
_TO_LATIN: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def main() -> None:
    """Prints both tables and how long ten thousand utterances take."""
    found = texts()
    references = [text for each in found.values() for text in each]
    for name, each in found.items():
        print(f"{name}: {_described(each)}")
    respelled = {name: [spell(text) for text in references] for name, spell in _RESPELLINGS.items()}
    respelled["digits→words"] = _through("num2words", [text.translate(_TO_LATIN) for text in references])
    with_digits = [number for number, text in enumerate(references) if re.search(r"\d", text)]
    _print_table(_convention(references, respelled), list(respelled))
    spelled = [(references[number], respelled["digits→words"][number]) for number in with_digits]
    print(f"ours, digits→words, of sentences with digits alone: {100 * score(spelled).wer.value:.2f}")
    _print_table(_errors(references), list(_INJURIES))
    _print_pace(references)


def _described(sentences: Texts) -> str:
    words = sum(len(text.split()) for text in sentences)
    zwnj, digits = (sum(bool(re.search(sign, text)) for text in sentences) for sign in (_ZWNJ, r"\d"))
    return f"{len(sentences)} sentences, {words} words; {zwnj} with half-spaces, {digits} with digits"


def _convention(references: Texts, respelled: Mapping[str, Texts]) -> dict[str, list[float]]:
    """WER in per cent of every re-spelling, by scorer."""
    whisper = BasicTextNormalizer()
    scorers: dict[str, Scorer] = {
        "raw (jiwer)": _raw,
        "Whisper BasicTextNormalizer": _normalized(lambda lines: [whisper(line) for line in lines]),
        "hazm 0.10.0": _normalized(lambda lines: _through("hazm", lines)),
        "shekar 1.7.0": _normalized(lambda lines: _through("shekar", lines)),
        "PESTE fa-v1 (our wer_strict)": lambda said, heard: _ours(said, heard).wer_strict.value,
        "ours (fa-score-1)": lambda said, heard: _ours(said, heard).wer.value,
    }
    rows: dict[str, list[float]] = {}
    for name, scorer in scorers.items():
        try:
            rows[name] = [100 * scorer(references, hypotheses) for hypotheses in respelled.values()]
        except PeerMissing as missing:
            print(f"{name}: {missing}")
    return rows


def _errors(references: Texts) -> dict[str, list[float]]:
    """WER in per cent of every injury: jiwer over our folded words, and ours."""
    folded = [" ".join(folded_words(text)) for text in references]
    injured = {name: [injure(text, number) for number, text in enumerate(folded)] for name, injure in _INJURIES.items()}
    plain = [100 * float(jiwer.wer(folded, hypotheses)) for hypotheses in injured.values()]
    return {"plain WER (jiwer)": plain, "ours": [100 * _ours(folded, each).wer.value for each in injured.values()]}


def _ours(references: Texts, hypotheses: Texts) -> Scores:
    return score(list(zip(references, hypotheses, strict=True)), resamples=1)


def _raw(references: Texts, hypotheses: Texts) -> float:
    return float(jiwer.wer(list(references), list(hypotheses)))


def _normalized(normalize: Callable[[Texts], list[str]]) -> Scorer:
    known = functools.cache(normalize)  # the references are asked for again and again
    return lambda references, hypotheses: _raw(known(tuple(references)), known(tuple(hypotheses)))


def _through(peer: str, lines: Texts) -> list[str]:
    """The lines as a peer writes them. Raises: PeerMissing."""
    asked = "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run(
        [str(python_of(peer)), str(_SIDE), peer], input=asked, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PeerMissing(f"{peer}: {done.stderr.strip().splitlines()[-1]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def _without_punctuation(text: str) -> str:
    return "".join(sign for sign in text if not unicodedata.category(sign).startswith("P"))


_RESPELLINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "ZWNJ→space": lambda text: text.replace(_ZWNJ, " "),
    "ZWNJ dropped": lambda text: text.replace(_ZWNJ, ""),
    "Arabic ي ك": lambda text: text.translate(_TO_ARABIC),
    "other digits": lambda text: text.translate(_DIGITS),
    "no punctuation": _without_punctuation,
}


def _injury(form: str, *, share: float) -> Callable[[str, int], str]:
    """Writes a share of the words in that form, the same ones each time; `other` is a word drawn by chance."""

    def injure(text: str, number: int) -> str:
        draw = random.Random(number)
        words = text.split()
        written = (form.format(word=word, cut=word[:-1], other=draw.choice(_OTHERS)) for word in words)
        return " ".join(new if draw.random() < share else word for word, new in zip(words, written, strict=True))

    return injure


_OTHERS: Final = ("سیب", "دیوار", "خورشید", "نوشتن", "بلند", "رود", "فردا", "قلم")
_INJURIES: Final[Mapping[str, Callable[[str, int], str]]] = {
    "10 % dropped": _injury("", share=0.10),
    "10 % replaced": _injury("{other}", share=0.10),
    "5 % put in": _injury("{word} {other}", share=0.05),
    "7 % cut": _injury("{cut}", share=0.07),
    "5 % said twice": _injury("{word} {word}", share=0.05),
}


def _print_table(rows: Mapping[str, Sequence[float]], columns: Sequence[str]) -> None:
    print(f"\n| WER, % | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}")
    for name, figures in rows.items():
        print(f"| {name} | {' | '.join(f'{figure:.2f}' for figure in figures)} |")


def _print_pace(references: Texts) -> None:
    """Of 10,000 utterances with a tenth of their words wrong."""
    texts = [references[number % len(references)] for number in range(10_000)]
    wrong = [_INJURIES["10 % replaced"](text, number) for number, text in enumerate(texts)]
    for name, scorer in (
        ("ours, all three rates", lambda: _ours(texts, wrong)),
        ("jiwer, raw", lambda: _raw(texts, wrong)),
    ):
        began = time.perf_counter()
        scorer()
        print(f"{name}: 10,000 utterances in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
