"""What the decoding loop says of one window."""

from dataclasses import dataclass

from dabir_core.transcript import EndedBy


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One decoded window: `tokens` without prompt and end-of-text, timestamps included if they were decoded.

    `log_probabilities` has one value (nats) per token and one more for end-of-text when that ended it.
    `no_speech_probability` is read where the start-of-transcript token was fed.
    """

    tokens: tuple[int, ...]
    log_probabilities: tuple[float, ...]
    no_speech_probability: float
    ended_by: EndedBy

    @property
    def mean_log_probability(self) -> float:
        """Mean over all log-probabilities; 0 where there are none."""
        return sum(self.log_probabilities) / len(self.log_probabilities) if self.log_probabilities else 0.0
