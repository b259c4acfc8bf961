"""JSON: the whole transcript, nothing rounded, Persian readable as it stands (no \\u escapes).

    {"version": 1, "model", "language", "language_probability", "duration",
     "segments": [{"start", "end", "text", "language", "words": [{"text", "start", "end", "probability"}],
                   "mean_log_probability", "no_speech_probability", "ended_by", "language_probability"}],
     "warnings": [{"kind", "start", "end", "seconds"}],
     "origin": {"url", "title", "duration"} or null}

Times are seconds, log-probabilities nats. `version` grows when a field changes its meaning or goes, not when one comes;
a segment's language_probability came later, and is 1 in files without it; so did origin, which is null there.
"""

import json
import math
from dataclasses import asdict
from typing import Any

from dabir_core.transcript import EndedBy, Origin, Segment, Transcript, TranscriptWarning, WarningKind, Word

SCHEMA_VERSION = 1


def to_json(transcript: Transcript) -> str:
    """The transcript as JSON, indented, ended by a line break."""
    fields = asdict(transcript)
    ordered = {"version": SCHEMA_VERSION, "model": fields.pop("model")}
    ordered |= {name: fields.pop(name) for name in ("language", "language_probability", "duration")} | fields
    return json.dumps(ordered, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def from_json(text: str) -> Transcript:
    """The transcript that `to_json` wrote; fields that a later writer added are passed over.

    Raises: ValueError if the text is no JSON or of another version, KeyError or TypeError if fields are missing or
    of another form.
    """
    fields = json.loads(text)
    if fields["version"] != SCHEMA_VERSION:
        raise ValueError(f"transcript schema version {fields['version']}, not {SCHEMA_VERSION}")
    return Transcript(
        segments=tuple(_segment(segment) for segment in fields["segments"]),
        duration=_number(fields["duration"]),
        language=_text(fields["language"]),
        language_probability=_number(fields["language_probability"]),
        model=_text(fields["model"]),
        warnings=tuple(_warning(warning) for warning in fields["warnings"]),
        origin=None if fields.get("origin") is None else _origin(fields["origin"]),
    )


def _segment(fields: dict[str, Any]) -> Segment:
    return Segment(
        start=_number(fields["start"]),
        end=_number(fields["end"]),
        text=_text(fields["text"]),
        language=_text(fields["language"]),
        words=tuple(_word(word) for word in fields["words"]),
        mean_log_probability=_number(fields["mean_log_probability"]),
        no_speech_probability=_number(fields["no_speech_probability"]),
        ended_by=EndedBy(fields["ended_by"]),
        language_probability=_number(fields.get("language_probability", 1.0)),
    )


def _word(fields: dict[str, Any]) -> Word:
    start, end, probability = (_number(fields[name]) for name in ("start", "end", "probability"))
    return Word(_text(fields["text"]), start, end, probability)


def _warning(fields: dict[str, Any]) -> TranscriptWarning:
    start, end, seconds = (_number(fields[name]) for name in ("start", "end", "seconds"))
    return TranscriptWarning(WarningKind(fields["kind"]), start, end, seconds)


def _origin(fields: dict[str, Any]) -> Origin:
    length = fields["duration"]
    return Origin(_text(fields["url"]), _text(fields["title"]), None if length is None else _number(length))


def _number(value: object) -> float:
    """Python reads NaN and Infinity, which are no JSON."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{type(value).__name__} where a number is needed")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where text is needed")
    return value
