"""Windows of all running jobs meet here: blocking calls for reading threads, one thread that touches the engine.

Each window is read by ordinary code in a thread of its own; what it asks of the engine waits here and is batched with
what the others ask, by urgency, by count of positions, and as many rows at a time as the machine earns and its memory
admits. A call whose job is cancelled returns at once, whatever native call is running; its rows leave at the next step.
"""

import threading
import weakref
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from dabir_core.arrays import CrossAttention, LogMel, TokenIds
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.cost_table import CostTable
from dabir_core.asr.decoding import begin_search, no_speech_probabilities
from dabir_core.asr.engine_loop import EngineLoop
from dabir_core.asr.engines.engine import Engine
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.language import candidate_log_probabilities
from dabir_core.asr.memory_budget import RowBudget, admitted_rows
from dabir_core.asr.orders import AlignOrder, Claim, DecodeOrder, EncodedWindow, EncodeOrder, Inbox, Ticket, attending
from dabir_core.asr.search import (
    Beginning,
    DecodingRequest,
    StepGuard,
    rest_of_prompt,
    start_of_prompt,
    token_cap,
)
from dabir_core.options import Urgency

_END_SECONDS = 2.0
"""How long the end waits for the native call that runs; after that the thread dies with its process."""


class Scheduler:
    """One checkpoint on one engine, for any number of threads.

    It ends with `close`, as a context manager, or when nobody holds it any more.
    """

    def __init__(
        self, engine: Engine, checkpoint: Checkpoint, *, costs: CostTable | None = None, most_rows: int | None = None
    ) -> None:
        """`costs` says how many rows are worth having; `most_rows` caps those of one batch; the memory caps all."""
        self.checkpoint = checkpoint
        self.engine_name = engine.name
        self._inbox = Inbox()
        admitted = admitted_rows(checkpoint.dimensions, free_bytes=engine.free_bytes)
        budget = RowBudget(admitted, most_together=most_rows or admitted)
        loop = EngineLoop(engine, checkpoint, self._inbox, costs=costs or CostTable(), budget=budget)
        thread = threading.Thread(target=loop.run, daemon=True, name="engine")
        thread.start()
        self._end = weakref.finalize(self, _end, self._inbox, thread)  # runs when the interpreter ends, too

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def encode(self, log_mel: LogMel, claim: Claim) -> "HeardWindow":
        """Encodes one (1, M, F) window.

        Raises: Withdrawn when its job is cancelled; ModelMemory, and whatever else the engine raises.
        """
        ticket: Ticket[EncodedWindow] = Ticket(claim)
        self._inbox.put(EncodeOrder(ticket, log_mel))
        return HeardWindow(self.checkpoint, self._inbox, claim, ticket.wait())

    def attending(self, urgency: Urgency) -> AbstractContextManager[None]:
        """While a note is read, long files give way also when it asks nothing of the engine for a moment."""
        return attending(self._inbox, urgency)

    def close(self) -> None:
        """Ends the thread, after the native call that runs; calls that wait fail. Calling it again changes nothing."""
        self._end()


@dataclass(frozen=True, slots=True, eq=False)
class HeardWindow:
    """A window that was encoded, for as many attempts as are needed; what it asks waits with its job's urgency."""

    checkpoint: Checkpoint
    inbox: Inbox
    claim: Claim
    window: EncodedWindow

    @property
    def no_speech(self) -> float:
        """The share of the no-speech token among all tokens, without earlier text."""
        return float(no_speech_probabilities(self.window.logits, self.checkpoint)[0])

    def languages(self, candidates: Sequence[str]) -> tuple[float, ...]:
        """The candidates' log-probabilities (nats) among all languages, without earlier text.

        Raises: OptionError for a candidate that the checkpoint lacks.
        """
        (row,) = candidate_log_probabilities(self.window.logits, self.checkpoint.vocabulary, candidates=candidates)
        return row

    def decode(
        self, request: DecodingRequest, *, context: Sequence[int] = (), guard: StepGuard | None = None
    ) -> Hypothesis:
        """Decodes it once, in a batch with others.

        Args: context: earlier text, as `prompting.context_tokens` gives it.
        Raises: Withdrawn when its job is cancelled; OptionError for a language or task that the checkpoint lacks;
                CheckpointCorrupt if no token can be said; ModelMemory, and whatever else the engine raises.
        """
        prompt = start_of_prompt(self.checkpoint, context) + rest_of_prompt(self.checkpoint, request)
        cap = token_cap(self.checkpoint, request, fed=len(prompt))
        search = begin_search(Beginning(self.checkpoint, request, prompt, cap, self.no_speech, guard))
        ticket: Ticket[Hypothesis] = Ticket(self.claim)
        self.inbox.put(DecodeOrder(ticket, self.window, search, request.rows, has_context=bool(context)))
        return ticket.wait()

    def align(self, tokens: TokenIds) -> CrossAttention:
        """(H, L, S) cross-attention of the checkpoint's alignment heads while the (L,) tokens are fed.

        Raises: Withdrawn when its job is cancelled; ModelMemory, and whatever else the engine raises.
        """
        ticket: Ticket[CrossAttention] = Ticket(self.claim)
        self.inbox.put(AlignOrder(ticket, self.window, tokens))
        return ticket.wait()


def _end(inbox: Inbox, thread: threading.Thread) -> None:
    inbox.close()
    if thread is not threading.current_thread():  # the garbage collector may call from any thread
        thread.join(_END_SECONDS)
