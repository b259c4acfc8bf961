"""The ordinary search: one text, whose next token is the likeliest, or one drawn at a temperature. NumPy only."""

import numpy as np

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.rules import Rules
from dabir_core.asr.sampling import Sampler, log_probabilities
from dabir_core.asr.search import Beginning, require_choice
from dabir_core.transcript import EndedBy


class GreedySearch:
    """Obeys `Search` with one row; draws from its own generator, so that its company does not change it."""

    def __init__(self, beginning: Beginning) -> None:
        request = beginning.request
        self._beginning = beginning
        self._rules = Rules.of(beginning.checkpoint, timestamps=request.timestamps)
        self._sampler = Sampler(request.temperature, request.seed)
        self._tokens = np.zeros(beginning.cap, dtype=np.int64)
        self._log_probabilities: list[float] = []
        self._ended_by: EndedBy | None = None

    @property
    def is_running(self) -> bool:
        """See Search."""
        return self._ended_by is None

    @property
    def prompt(self) -> tuple[int, ...]:
        """See Search."""
        return self._beginning.prompt

    @property
    def texts(self) -> TokenIds:
        """(1, n); see Search."""
        return self._tokens[None, : len(self._log_probabilities)]

    def advance(self, logits: Logits) -> list[int]:
        """See Search."""
        self._rules.apply(logits, self.texts)
        require_choice(logits, self._beginning.checkpoint)
        token = self._sampler.pick(logits[0])
        self._tokens[len(self._log_probabilities)] = token
        self._log_probabilities.append(float(log_probabilities(logits, np.array([token]))[0]))
        self._ended_by = self._end(token)
        return [0] if self.is_running else []

    def stop(self, reason: EndedBy) -> None:
        """See Search."""
        self._ended_by = self._ended_by or reason

    def hypothesis(self) -> Hypothesis:
        """See Search."""
        assert self._ended_by is not None, "it goes on"
        said = len(self._log_probabilities) - (self._ended_by is EndedBy.END_OF_TEXT)
        return Hypothesis(
            tokens=tuple(self._tokens[:said].tolist()),
            log_probabilities=tuple(self._log_probabilities),
            no_speech_probability=self._beginning.no_speech,
            ended_by=self._ended_by,
        )

    def _end(self, token: int) -> EndedBy | None:
        if token == self._beginning.checkpoint.vocabulary.end_of_text:
            return EndedBy.END_OF_TEXT
        if len(self._log_probabilities) == self._beginning.cap:
            return EndedBy.TOKEN_CAP
        guard = self._beginning.guard
        return EndedBy.GUARD if guard is not None and guard.stops(self.texts[0]) else None
