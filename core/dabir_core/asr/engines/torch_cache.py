"""The keys and values that rows of the torch engine's decoder keep.

Self-attention's are aligned at the right, the newest token last, so that all rows write at one place; what a shorter
row has before its first token is zeros, which a mask hides. One tensor holds all layers, with room for tokens to come:
a step writes into it, and rows are chosen by one copy.
Cross-attention's stay one pair for each layer, changed one layer after the other, so that no more than one is there
twice: they take 110 MB of float32 for each row of small.
Shape legend: N layers, B rows, H heads, P tokens or encoder positions, D = width / H.
"""

from typing import Self

import torch
from torch import Tensor, nn

KeysValues = list[tuple[Tensor, Tensor]]
"""Keys and values (B, H, P, D) of each decoder layer's cross-attention; H is all of its heads."""

_ROOM_TOKENS = 64
"""Room is made for so many tokens at a time; Persian says 100 in 30 s."""


class Past:
    """Self-attention's keys and values of rows that advance together."""

    def __init__(self, block: Tensor) -> None:
        """Takes (N, 2, B, H, P, D): keys and values of P tokens, in a tensor that is its own."""
        self._block = block
        self._tokens = block.shape[4]
        self._coming = 0

    @classmethod
    def empty(cls, cross: KeysValues) -> Self:
        """No tokens yet, for the rows of these windows."""
        rows, heads, _, width = cross[0][0].shape
        return cls(cross[0][0].new_empty((len(cross), 2, rows, heads, 0, width)))

    @property
    def tokens(self) -> int:
        """Tokens of the longest row that was ever among them; shorter rows have padding."""
        return self._tokens

    def reserve(self, count: int) -> None:
        """Announces so many more tokens, and makes room for them."""
        self._coming = count
        lacking = self._tokens + count - self._block.shape[4]
        if lacking > 0:
            room = -(-lacking // _ROOM_TOKENS) * _ROOM_TOKENS
            self._block = nn.functional.pad(self._block, (0, 0, 0, room))

    def with_more(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Writes a layer's (B, H, L, D) for the tokens announced; gives those of all tokens."""
        end = self._tokens + self._coming
        both = self._block[layer, :, :, :, :end]
        both[0, :, :, self._tokens :] = keys
        both[1, :, :, self._tokens :] = values
        return both[0], both[1]

    def keep_more(self) -> None:
        """Counts the tokens announced, once all layers have written theirs."""
        self._tokens += self._coming
        self._coming = 0

    def choose(self, rows: Tensor) -> None:
        """Makes row i a copy of the former row `rows[i]`."""
        self._block = self._block.index_select(2, rows)

    def align(self, tokens: int) -> None:
        """Pads at the left, or cuts there, to so many tokens; with a negative width `pad` cuts."""
        self._block = nn.functional.pad(self._block[:, :, :, :, : self._tokens], (0, 0, tokens - self._tokens, 0))
        self._tokens = tokens

    def join(self, other: Self) -> None:
        """Puts the other's rows behind; both were aligned to as many tokens."""
        self._block = torch.cat([self._block, other._block], dim=2)


def choose_rows(cross: KeysValues, rows: Tensor) -> None:
    """Makes row i a copy of the former row `rows[i]`."""
    for layer, (keys, values) in enumerate(cross):
        cross[layer] = keys.index_select(0, rows), values.index_select(0, rows)


def join_rows(cross: KeysValues, other: KeysValues) -> None:
    """Puts the other's rows behind; both have as many positions."""
    for layer, ((keys, values), (more_keys, more_values)) in enumerate(zip(cross, other, strict=True)):
        cross[layer] = torch.cat([keys, more_keys]), torch.cat([values, more_values])
