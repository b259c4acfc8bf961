"""The head of the page: what was judged, the rates as a table, and how to read the utterances below."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from dabir_training.evaluation.page_words import both, figure, gender, outside, percent
from dabir_training.evaluation.results import Results, Speakers
from dabir_training.scoring import Scores

_NOISES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "all": "همه",
        "silence": "سکوت",
        "white": "نوفهٔ سفید",
        "pink": "نوفهٔ صورتی",
        "hum": "هوم برق",
        "chords": "آکورد",
        "knocks": "ضربه",
    }
)


def summary(told: Results) -> str:
    """Everything above the utterances."""
    parts = [_what(told), _rates(told), *([_speakers(told.speakers)] if told.speakers else ())]
    return "\n".join([*parts, *([_noise(told)] if told.noise else ()), _legend()])


def _what(told: Results) -> str:
    decoding = told.decoding
    scored = told.overall
    facts = (
        (both("مدل", "Checkpoint"), outside(decoding.checkpoint)),
        (both("موتور", "Engine"), outside(decoding.engine)),
        (both("بخش", "Split"), f"{outside(decoding.split)} <small>{outside(decoding.split_hash)}</small>"),
        (both("گفتار", "Speech"), figure(told.duration / 60, decimals=1) + both(" دقیقه", " min")),
        (both("پاره‌گفتار", "Utterances"), figure(scored.utterances)),
        (both("سنجه", "Scoring"), outside(scored.version)),
    )
    return "<p>" + " · ".join(f"{name}: <strong>{value}</strong>" for name, value in facts) + "</p>"


def _rates(told: Results) -> str:
    rows = [_row(both("همه", "All"), told.overall)]
    rows += [_row(gender(name), scores) for name, scores in told.by_gender.items()]
    rows += [_row(_duration(name), scores) for name, scores in told.by_duration.items()]
    heads = (
        both("گروه", "Group"),
        both("پاره‌گفتار", "Utterances"),
        both("خطای واژه (WER)", "WER"),
        both("سخت‌گیر (fa-v1)", "WER strict (fa-v1)"),
        both("خطای نویسه (CER)", "CER"),
    )
    note = both(
        "عددهای کوچک بازهٔ ۹۵ درصدی‌اند.",
        "The small figures are the 95 % intervals.",
    )
    return f'{_table(heads, rows)}<p class="quiet">{note}</p>'


def _row(name: str, scores: Scores) -> str:
    return _cells(
        (name, figure(scores.utterances), percent(scores.wer), percent(scores.wer_strict), percent(scores.cer))
    )


def _duration(name: str) -> str:
    first, last = name.removesuffix(" s").split("-")
    fa, en = (
        (f"{first} تا {last} ثانیه", f"{first}–{last} s") if last else (f"{first} ثانیه و بیشتر", f"{first} s and more")
    )
    return both(_persian(fa), en)


def _persian(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def _speakers(speakers: Speakers) -> str:
    median, worst = (figure(100 * wer, decimals=1, unit="%") for wer in (speakers.median_wer, speakers.worst_wer))
    return (
        f"<p>{both('گوینده', 'Speakers')}: {figure(speakers.known)} · {both('میانهٔ WER', 'median WER')} {median} · "
        f"{both('بدترین', 'worst')} {worst} {outside(speakers.worst[:12])}</p>"
    )


def _noise(told: Results) -> str:
    title = both("متن ساختگی، جایی که کسی سخن نمی‌گوید", "Text invented where nobody speaks")
    heads = (
        both("صدا", "Sound"),
        both("دقیقه", "Minutes"),
        both("واژه در دقیقه", "Words a minute"),
        both("پس از نگهبان‌ها", "Passed by the guards"),
    )
    rows = (
        _cells(
            (
                both(_NOISES.get(kind, kind), kind),
                figure(each.duration / 60, decimals=1),
                figure(each.words_per_minute, decimals=1),
                figure(each.passed_per_minute, decimals=1),
            )
        )
        for kind, each in sorted(told.noise.items(), key=lambda item: item[0] != "all")
    )
    return f"<h2>{title}</h2>{_table(heads, rows)}"


def _legend() -> str:
    kinds = (
        ("sub", "≠", both("به جای آن چیز دیگری نوشته شد", "something else was written")),
        ("del", "−", both("نوشته نشد", "not written")),
        ("ins", "+", both("گفته نشده بود", "was not said")),
        ("joined", "≈", both("تنها فاصله‌ها فرق دارند؛ خطا نیست", "only the spaces differ; no error")),
    )
    words = "".join(f'<span class="word {kind}"><b>{sign}</b> {told}</span>' for kind, sign, told in kinds)
    rows = both("سطر بالا: آنچه گفته شد؛ زیر آن: آنچه مدل نوشت.", "Upper line: what was said; below: what was written.")
    title = both("پاره‌گفتارهایی با بیشترین خطا", "Utterances with the most errors")
    return f'<h2>{title}</h2><p>{rows}</p><div class="line legend">{words}</div>'


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _cells(cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
