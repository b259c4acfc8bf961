"""The reference engine: transformers' Whisper modules inside our own loop, on CPU, CUDA or MPS, in fp32, bf16 or fp16.

`generate` is not used: it encodes again for every attempt and wants every window to last 30 s. Here the encoder runs
once on as many frames as there are, windows that wait hold their hidden states only, the cross-attention's keys and
values are computed once per decoding, rows may join while others are half-way, and attention weights are worked out for
the alignment heads only, so that the fast attention kernels stay in place.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import torch
from torch import Tensor
from transformers import WhisperForConditionalGeneration

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.engine import CheckpointArrays
from dabir_core.asr.engines.torch_cache import KeysValues, align_right, choose_rows, decoder_cache, join_rows
from dabir_core.asr.engines.torch_model import (
    attention_weights,
    build_model,
    cross_keys_values,
    encode,
    listen_to_queries,
)
from dabir_core.asr.memory_budget import machine_free_bytes
from dabir_core.errors import ModelMemory, OptionError
from dabir_core.units import FRAMES_PER_POSITION, CrossAttention, Logits, LogMel, TokenIds

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}

HALF = "half"
"""The dtype of two bytes that a device computes in: bfloat16, or float16 on a CUDA GPU that would only imitate it."""


class TorchEngine:
    """One checkpoint on one torch device."""

    def __init__(self, model: WhisperForConditionalGeneration, checkpoint: CheckpointArrays) -> None:
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
            model = build_model(checkpoint.dimensions, checkpoint.weights(), device=target, dtype=exact)
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
            hidden = encode(self._model, features)
        return TorchEncoded(self._model, hidden, alignment_heads=self._checkpoint.alignment_heads)


class TorchEncoded:
    """Windows as the encoder left them; the decoder's keys and values are made when a row starts."""

    def __init__(
        self,
        model: WhisperForConditionalGeneration,
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
        layers = {layer for layer, _ in self._alignment_heads}
        told, listening = _memory_told("decoder"), listen_to_queries(self._model, layers)
        with told, torch.inference_mode(), listening as queries:
            cross = self._keys_values([window])
            TorchCache(self._model, cross, [self._marks[window]]).step(tokens[None, :])
            weights = [
                attention_weights(queries[layer], cross[layer][0][0], head=head)
                for layer, head in self._alignment_heads
            ]
            return _to_numpy(torch.stack(weights))

    def _keys_values(self, windows: Sequence[int]) -> KeysValues:
        chosen = self._hidden[torch.tensor(windows, dtype=torch.long, device=self._model.device)]
        return cross_keys_values(self._model, chosen)


class TorchCache:
    """Keys and values of its rows; those of self-attention are aligned at the right, the newest token last.

    A row that was fed fewer tokens than another has padding before them, which the mask hides.
    """

    def __init__(self, model: WhisperForConditionalGeneration, cross: KeysValues, windows: Sequence[object]) -> None:
        """Empty rows that listen to these (B, H, S, width / H) keys and values, of windows known by their identity."""
        self._model = model
        self._windows = list(windows)
        self._lengths = [0] * len(windows)
        self._cache = decoder_cache(cross)

    @property
    def lengths(self) -> tuple[int, ...]:
        """Tokens that were fed to each row so far."""
        return tuple(self._lengths)

    def step(self, tokens: TokenIds) -> Logits:
        """Feeds (B, L) more tokens, L ≥ 1; gives the (B, V) logits after the last one. Raises: ModelMemory."""
        count, device = tokens.shape[1], self._model.device
        positions = torch.tensor(self._lengths)[:, None] + torch.arange(count)
        with _memory_told("decoder"), torch.inference_mode():
            hidden = self._model.model.decoder(
                input_ids=torch.tensor(tokens, device=device),
                attention_mask=self._mask(count),
                position_ids=positions.to(device),
                # Asked for, but never looked at: the windows' keys and values are in the cache.
                encoder_hidden_states=torch.empty(0, device=device),
                past_key_values=self._cache,
                use_cache=True,
            ).last_hidden_state
            self._lengths = [length + count for length in self._lengths]
            return _to_numpy(self._model.proj_out(hidden[:, -1]))

    def reorder(self, rows: Sequence[int]) -> None:
        """Makes row i a copy of the former row `rows[i]`; the count may change, to 0 too. Raises: ModelMemory."""
        windows = [self._windows[row] for row in rows]
        index = torch.tensor(list(rows), dtype=torch.long, device=self._model.device)
        with _memory_told("decoder"), torch.inference_mode():
            choose_rows(self._cache.self_attention_cache, index)
            if windows != self._windows:  # beams of one window change places for nothing
                choose_rows(self._cache.cross_attention_cache, index)
        self._windows, self._lengths = windows, [self._lengths[row] for row in rows]

    def join(self, other: Self) -> None:
        """Takes another cache's rows behind its own; padding that no row needs any more goes. Raises: ModelMemory."""
        lengths = self._lengths + other._lengths
        with _memory_told("decoder"), torch.inference_mode():
            for cache in (self._cache, other._cache):
                align_right(cache.self_attention_cache, cache, tokens=max(lengths, default=0))
            join_rows(self._cache.self_attention_cache, other._cache.self_attention_cache)
            join_rows(self._cache.cross_attention_cache, other._cache.cross_attention_cache)
        self._windows, self._lengths = self._windows + other._windows, lengths
        other.reorder([])

    def _mask(self, count: int) -> Tensor | None:
        """(B, P + L), false at padding; None where there is none, so that the kernels need not read one."""
        cached = self._cache.get_seq_length()
        lengths = torch.tensor(self._lengths)
        if bool((lengths == cached).all()):
            return None
        places = torch.arange(cached + count)
        return (places >= cached - lengths[:, None]).to(self._model.device)


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
    """Turns torch's ways of saying «out of memory» into ours; on the CPU it is a RuntimeError known by its text."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as cause:
        raise ModelMemory(subject) from cause
    except RuntimeError as cause:
        if "allocate memory" not in str(cause) and "not enough memory" not in str(cause):
            raise
        raise ModelMemory(subject) from cause
