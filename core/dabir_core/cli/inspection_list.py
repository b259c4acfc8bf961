"""What a checkpoint's folder or archive holds, as people read it: files with their sizes, then what they make."""

from dataclasses import dataclass

import typer

from dabir_core.cli.batch import bilingual
from dabir_core.models import Inspection
from dabir_core.readable import readable_bytes
from dabir_core.sentences import sentence
from dabir_core.text.digits import Digits, with_digits

WHOLE = "all files are there and fit together · همهٔ فایل‌ها هستند و با هم جورند"
IN_ARCHIVE = "the weights themselves are looked at when it is imported · خود وزن‌ها هنگام وارد کردن مدل بررسی می‌شوند"
_SHOWN_LANGUAGES = 8


def print_inspection(found: Inspection) -> None:
    """The list on standard output."""
    for name, size in found.sizes_bytes.items():
        typer.echo(f"{name}\t{readable_bytes(size)}")
    if found.others:
        typer.echo(f"not part of it · جزو مدل نیست: {', '.join(found.others)}")
    for title, told in _Kind(found).lines():
        typer.echo(f"{title}: {told}")


def faults_told(found: Inspection) -> str:
    """What is wrong with it, or that nothing is, in two languages."""
    if found.faults:
        return "\n".join(bilingual(fault) for fault in found.faults)
    return WHOLE if found.path.is_dir() else f"{WHOLE}\n{IN_ARCHIVE}"


def inspection_document(found: Inspection) -> dict[str, object]:
    """The same for programs; `verdicts` gives the shortest input by engine, null where none was earned."""
    return {
        "path": str(found.path),
        "is_valid": not found.faults,
        "faults": [{"en": sentence(fault, "en"), "fa": sentence(fault, "fa")} for fault in found.faults],
        "files": dict(found.sizes_bytes),
        "others": list(found.others),
        "base": found.base,
        "parameters": found.parameters,
        "languages": list(found.languages),
        "has_alignment_heads": found.has_heads,
        "verdicts": {engine: verdict.shortest for engine, verdict in found.verdicts.items()},
    }


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the files make, as far as it could be read."""

    found: Inspection

    def lines(self) -> list[tuple[str, str]]:
        found = self.found
        lines = []
        if found.parameters is not None:
            million = f"{found.parameters / 1e6:.0f} M"
            lines.append(("base · پایه", f"{found.base or 'its own sizes · اندازه‌های خودش'}, {million}"))
        if found.languages:
            lines.append(("languages · زبان‌ها", _languages(found.languages)))
        if found.has_heads is not None:
            known = "known · معلوم" if found.has_heads else "not known, its base's are taken · نامعلوم، مثل پایه"
            lines.append(("word-times heads · سرهای زمان واژه‌ها", known))
        if found.path.is_dir():
            lines.append(("short inputs · ورودی کوتاه", self._verdicts()))
        return lines

    def _verdicts(self) -> str:
        if not self.found.verdicts:
            return "not judged, see --speech · سنجیده نشده، ‎--speech‎ را ببینید"
        return ", ".join(
            f"{engine} {'-' if verdict.shortest is None else _from(verdict.shortest)}"
            for engine, verdict in self.found.verdicts.items()
        )


def _from(seconds: float) -> str:
    written = f"{seconds:g}"
    return f"≥ {written} s · {with_digits(written, Digits.PERSIAN)} ثانیه"


def _languages(codes: tuple[str, ...]) -> str:
    """Persian first, for that is what people look for."""
    ordered = sorted(codes, key=lambda code: (code != "fa", code != "en", code))
    more = f" … ({len(codes)})" if len(codes) > _SHOWN_LANGUAGES else ""
    return ", ".join(ordered[:_SHOWN_LANGUAGES]) + more
