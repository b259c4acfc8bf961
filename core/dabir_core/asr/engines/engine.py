"""The seam between the one decoding loop and the engines: an engine only computes.

Rules, sampling, language, guards and cancelling live in the loop. The three protocols are objects that hold their own
state (an `Encoded` its windows, a `Cache` its keys and values), so that no engine has to cast what another made.
"""

from collections.abc import Sequence
from typing import Protocol, Self

from dabir_core.arrays import CrossAttention, Logits, LogMel, TokenIds
from dabir_core.asr.architecture import Heads
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.weights import Weights


class CheckpointArrays(Protocol):
    """What an engine needs of a checkpoint."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def dimensions(self) -> Dimensions:
        """Its sizes."""

    @property
    def alignment_heads(self) -> Heads:
        """The heads whose cross-attention tells the time."""

    def weights(self) -> Weights:
        """Its arrays."""


class Cache(Protocol):
    """The decoder's state for B rows that advance together, though they need not have begun together."""

    @property
    def lengths(self) -> tuple[int, ...]:
        """Tokens that were fed to each row so far."""

    def step(self, tokens: TokenIds) -> Logits:
        """Feeds (B, L) more tokens, L ≥ 1; gives the (B, V) logits after the last one, which are the caller's own."""

    def reorder(self, rows: Sequence[int]) -> None:
        """Makes row i a copy of the former row `rows[i]`; the count of rows may change, to 0 too."""

    def join(self, other: Self) -> None:
        """Takes the rows of another cache of the same engine and as many positions behind its own; that one is over."""


class Encoded(Protocol):
    """B windows that went through the encoder; kept for as many decodings as are needed."""

    @property
    def windows(self) -> int:
        """How many windows it holds."""

    @property
    def positions(self) -> int:
        """How many encoder positions each of them has: half of its frames."""

    def start(self, rows: Sequence[int]) -> Cache:
        """An empty cache whose row i listens to window `rows[i]`."""

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        """Cross-attention of the checkpoint's alignment heads while the (L,) tokens are fed to one window."""


class Engine(Protocol):
    """Runs one Whisper checkpoint on one device."""

    @property
    def name(self) -> str:
        """What logs and transcripts call it, such as «openvino int8»."""

    @property
    def dimensions(self) -> Dimensions:
        """The checkpoint's sizes."""

    @property
    def free_bytes(self) -> int:
        """How much memory there is for rows where it computes: the machine's, or a GPU's own."""

    def encode(self, log_mel: LogMel) -> Encoded:
        """Encodes (B, M, F) log-mel windows; F is at most the checkpoint's window, and even.

        Raises: ModelMemory when the machine has not enough.
        """
