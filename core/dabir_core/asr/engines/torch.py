"""The reference engine: Whisper's pass in torch inside our own loop, on CPU, CUDA or MPS, in fp32, bf16 or fp16.

transformers' `generate` encodes again for every attempt and wants every window to last 30 s, and its modules leave no
room for the packed weights of `torch_linear`, which are what a CPU's time is made of. Here the encoder runs once on as
many frames as there are, windows that wait hold their hidden states only, the cross-attention's keys and values are
computed once per decoding, rows may join while others are half-way, and attention weights are worked out for the
alignment heads only, so that the fast attention kernels stay in place.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import torch
from torch import Tensor

from dabir_core.arrays import CrossAttention, Logits, LogMel, TokenIds
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.engine import CheckpointArrays
from dabir_core.asr.engines.torch_cache import KeysValues, Past, choose_rows, join_rows
from dabir_core.asr.engines.torch_forward import Fed, cross_keys_values, decode, encode
from dabir_core.asr.engines.torch_weights import Model, read_model
from dabir_core.asr.memory_budget import machine_free_bytes
from dabir_core.errors import ModelMemory, OptionError
from dabir_core.units import FRAMES_PER_POSITION

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}

_OUT_OF_MEMORY = ("allocate memory", "not enough memory", "out of memory", "ALLOC_FAILED")
"""How a RuntimeError of the CPU, of CUDA and of its libraries, which have memory of their own, is known."""

HALF = "half"
"""The dtype of two bytes that a device computes in: bfloat16, or float16 on a CUDA GPU that would only imitate it."""


class TorchEngine:
    """One checkpoint on one torch device."""

    def __init__(self, model: Model, checkpoint: CheckpointArrays) -> None:
        """Takes a model whose weights are the checkpoint's; `load` is the usual way."""
        self._model = model
        self._checkpoint = checkpoint

    @classmethod
    def load(cls, checkpoint: CheckpointArrays, *, device: str = "cpu", dtype: str = "float32") -> Self:
        """Reads the weights and puts them on a device («cpu», «cuda», «cuda:1», «mps»), in one of `DTYPES` or `HALF`.

        Raises: OptionError for a device or dtype that there is not; ModelMemory.
        """
        target = _device(device)
        exact = _dtype(dtype, target)
        with _memory_told(checkpoint.name):
            model = read_model(checkpoint.dimensions, checkpoint.weights(), device=target, dtype=exact)
        return cls(model, checkpoint)

    @property
    def name(self) -> str:
        """Such as «torch float32 cpu»."""
        return f"torch {str(self._model.dtype).removeprefix('torch.')} {self._model.device}"

    @property
    def dimensions(self) -> Dimensions:
        """The checkpoint's sizes."""
        return self._checkpoint.dimensions

    @property
    def free_bytes(self) -> int:
        """A CUDA device's own, or else the machine's, which Apple's GPUs share."""
        device = self._model.device
        return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else machine_free_bytes()

    def encode(self, log_mel: LogMel) -> "TorchEncoded":
        """Encodes (B, M, F) log-mel windows; F is at most the checkpoint's window, and even.

        Raises: ModelMemory.
        """
        frames = log_mel.shape[2]
        assert frames % FRAMES_PER_POSITION == 0 and 0 < frames <= self.dimensions.window_frames, f"{frames} frames"
        with _memory_told(self._checkpoint.name), torch.inference_mode():
            features = torch.tensor(log_mel, device=self._model.device, dtype=self._model.dtype)
            hidden = encode(self._model.encoder, features)
        return TorchEncoded(self._model, hidden, alignment_heads=self._checkpoint.alignment_heads)


class TorchEncoded:
    """Windows as the encoder left them; the decoder's keys and values are made when a row starts."""

    def __init__(
        self,
        model: Model,
        hidden: Tensor,
        *,
        alignment_heads: Sequence[tuple[int, int]],
    ) -> None:
        """Holds the (B, S, width) tensor; `TorchEngine.encode` computes it."""
        self._model = model
        self._hidden = hidden
        self._marks = [object() for _ in hidden]
        self._alignment_heads = alignment_heads

    @property
    def windows(self) -> int:
        """How many windows it holds."""
        return self._hidden.shape[0]

    @property
    def positions(self) -> int:
        """How many encoder positions each of them has."""
        return self._hidden.shape[1]

    def start(self, rows: Sequence[int]) -> "TorchCache":
        """An empty cache whose row i listens to window `rows[i]`; projects each window once. Raises: ModelMemory."""
        with _memory_told("decoder"), torch.inference_mode():
            windows = list(dict.fromkeys(rows))
            cache = TorchCache(self._model, self._keys_values(windows), [self._marks[window] for window in windows])
            cache.reorder([windows.index(row) for row in rows])
            return cache

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        """(H, L, S) attention of the alignment heads, in the checkpoint's order. Raises: ModelMemory."""
        with _memory_told("decoder"), torch.inference_mode():
            listening = self._model.decoder.first(1 + max(layer for layer, _ in self._alignment_heads))
            cross = cross_keys_values(listening, self._chosen([window]))
            fed = _fed(tokens[None, :], [0], past_tokens=0, device=self._model.device)
            queries = decode(listening, fed, Past.empty(cross), cross=cross).queries
            weights = [
                _attention(queries[layer][0, head], cross[layer][0][0, head]) for layer, head in self._alignment_heads
            ]
            return _to_numpy(torch.stack(weights))

    def _keys_values(self, windows: Sequence[int]) -> KeysValues:
        return cross_keys_values(self._model.decoder, self._chosen(windows))

    def _chosen(self, windows: Sequence[int]) -> Tensor:
        return self._hidden[torch.tensor(windows, dtype=torch.long, device=self._model.device)]


class TorchCache:
    """Keys and values of its rows; those of self-attention are aligned at the right, the newest token last.

    A row that was fed fewer tokens than another has padding before them, which the mask hides.
    """

    def __init__(self, model: Model, cross: KeysValues, windows: Sequence[object]) -> None:
        """Empty rows that listen to these (B, H, S, width / H) keys and values, of windows known by their identity."""
        self._model = model
        self._windows = list(windows)
        self._lengths = [0] * len(windows)
        self._cross = cross
        self._past = Past.empty(cross)

    @property
    def lengths(self) -> tuple[int, ...]:
        """Tokens that were fed to each row so far."""
        return tuple(self._lengths)

    def step(self, tokens: TokenIds) -> Logits:
        """Feeds (B, L) more tokens, L ≥ 1; gives the (B, V) logits after the last one. Raises: ModelMemory."""
        with _memory_told("decoder"), torch.inference_mode():
            fed = _fed(tokens, self._lengths, past_tokens=self._past.tokens, device=self._model.device)
            hidden = decode(self._model.decoder, fed, self._past, cross=self._cross).hidden
            self._lengths = [length + tokens.shape[1] for length in self._lengths]
            return _to_numpy(self._model.decoder.head(hidden[:, -1]))

    def reorder(self, rows: Sequence[int]) -> None:
        """Makes row i a copy of the former row `rows[i]`; the count may change, to 0 too. Raises: ModelMemory."""
        windows = [self._windows[row] for row in rows]
        index = torch.tensor(list(rows), dtype=torch.long, device=self._model.device)
        with _memory_told("decoder"), torch.inference_mode():
            self._past.choose(index)
            if windows != self._windows:  # beams of one window change places for nothing
                choose_rows(self._cross, index)
        self._windows, self._lengths = windows, [self._lengths[row] for row in rows]

    def join(self, other: Self) -> None:
        """Takes another cache's rows behind its own; padding that no row needs any more goes. Raises: ModelMemory."""
        lengths = self._lengths + other._lengths
        with _memory_told("decoder"), torch.inference_mode():
            for past in (self._past, other._past):
                past.align(max(lengths, default=0))
            self._past.join(other._past)
            join_rows(self._cross, other._cross)
        self._windows, self._lengths = self._windows + other._windows, lengths
        other.reorder([])


def _fed(tokens: TokenIds, lengths: Sequence[int], *, past_tokens: int, device: torch.device) -> Fed:
    """The next (B, L) tokens of rows that were fed so many each, aligned at the right among those of the past."""
    count = tokens.shape[1]
    fed, coming = torch.tensor(lengths)[:, None], torch.arange(count)
    mask = _mask(fed, past_tokens, count)
    return Fed(
        torch.tensor(tokens, device=device),
        (fed + coming).to(device),
        None if mask is None else mask[:, None].to(device),
    )


def _mask(lengths: Tensor, past_tokens: int, count: int) -> Tensor | None:
    """(B, L, P + L), false at padding and at later tokens; None where the kernels need not read one."""
    is_padded = bool((lengths != past_tokens).any())
    if not is_padded and (count == 1 or past_tokens == 0):
        return None
    places, now = torch.arange(past_tokens + count), torch.arange(past_tokens, past_tokens + count)
    return (places >= past_tokens - lengths[:, None]) & (places <= now[:, None])


def _attention(queries: Tensor, keys: Tensor) -> Tensor:
    """(L, S) weights of one head from its scaled (L, D) queries and the (S, D) keys of one window."""
    return torch.softmax(queries.float() @ keys.float().T, dim=-1)


def _device(name: str) -> torch.device:
    """Raises: OptionError for a name that is none, or a device that this machine or this torch lacks."""
    try:
        device = torch.device(name)
    except RuntimeError as cause:
        raise OptionError(f"device {name}: cpu, cuda, mps") from cause
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if not there.get(device.type, False):
        raise OptionError(f"device {name}: not on this machine")
    return device


def _dtype(name: str, device: torch.device) -> torch.dtype:
    """Raises: OptionError for a name that is none."""
    if name == HALF:
        imitates = device.type == "cuda" and not torch.cuda.is_bf16_supported(including_emulation=False)
        return torch.float16 if imitates else torch.bfloat16
    if name not in DTYPES:
        raise OptionError(f"dtype {name}: {', '.join((*DTYPES, HALF))}")
    return DTYPES[name]


def _to_numpy(tensor: Tensor) -> Logits:
    array: Logits = tensor.float().cpu().numpy()
    return array


@contextmanager
def _memory_told(subject: str) -> Iterator[None]:
    """Turns torch's ways of saying «out of memory» into ours."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as cause:
        raise ModelMemory(subject) from cause
    except RuntimeError as cause:
        if not any(words in str(cause) for words in _OUT_OF_MEMORY):
            raise
        raise ModelMemory(subject) from cause
