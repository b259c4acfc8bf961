"""A window's result as text for the journal, and back, exactly: Python's JSON keeps every float to its last bit."""

import json
from dataclasses import asdict
from typing import Any

from dabir_core.asr.doubts import Doubt
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.language_evidence import LanguageClues
from dabir_core.asr.window_result import Passage, WindowResult
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import EndedBy, Word


def to_text(result: WindowResult) -> str:
    """JSON under the fields' own names."""
    return json.dumps(asdict(result), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> WindowResult:
    """What `to_text` wrote.

    Raises: ValueError for anything else.
    """
    try:
        return _result(json.loads(text))
    except (AttributeError, KeyError, TypeError) as cause:
        raise ValueError("not a window's result") from cause


def _result(fields: dict[str, Any]) -> WindowResult:
    nested = {
        "spans": tuple(SpeechSpan(**span) for span in fields["spans"]),
        "hypothesis": _hypothesis(fields["hypothesis"]),
        "words": None if fields["words"] is None else tuple(Word(**word) for word in fields["words"]),
        "passages": None if fields["passages"] is None else tuple(Passage(**each) for each in fields["passages"]),
        "clues": None if fields["clues"] is None else _clues(fields["clues"]),
        "doubts": tuple(Doubt(doubt) for doubt in fields["doubts"]),
    }
    return WindowResult(**(fields | nested))


def _clues(fields: dict[str, Any]) -> LanguageClues:
    return LanguageClues(**(fields | {"log_probabilities": tuple(fields["log_probabilities"])}))


def _hypothesis(fields: dict[str, Any]) -> Hypothesis:
    return Hypothesis(
        tokens=tuple(fields["tokens"]),
        log_probabilities=tuple(fields["log_probabilities"]),
        no_speech_probability=fields["no_speech_probability"],
        ended_by=EndedBy(fields["ended_by"]),
    )
