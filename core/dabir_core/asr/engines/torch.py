"""The reference engine: transformers' Whisper modules inside our own loop, on CPU, CUDA or MPS, in fp32 or bf16.

`generate` is not used: it encodes again for every attempt and wants every window to last 30 s. Here the encoder runs
once on as many frames as there are, the cross-attention's keys and values are computed once per window, and attention
weights are worked out for the alignment heads only, so that the fast attention kernels stay in place.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import torch
from torch import Tensor
from transformers import DynamicCache, EncoderDecoderCache, WhisperForConditionalGeneration

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.torch_model import (
    CrossKeyValues,
    attention_weights,
    build_model,
    cross_cache,
    cross_key_values,
    encode,
    listen_to_queries,
)
from dabir_core.errors import ModelMemory, OptionError
from dabir_core.units import FRAMES_PER_POSITION, CrossAttention, Logits, LogMel, TokenIds

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}


class TorchEngine:
    """One checkpoint on one torch device."""

    def __init__(self, model: WhisperForConditionalGeneration, checkpoint: Checkpoint) -> None:
        """Takes a model whose weights are the checkpoint's; `load` is the usual way."""
        self._model = model
        self._checkpoint = checkpoint

    @classmethod
    def load(cls, checkpoint: Checkpoint, *, device: str = "cpu", dtype: str = "float32") -> Self:
        """Reads the weights and puts them on a device («cpu», «cuda», «cuda:1», «mps»), as «float32» or «bfloat16».

        Raises: OptionError for a device or dtype that there is not; ModelMemory.
        """
        if dtype not in DTYPES:
            raise OptionError(f"dtype {dtype}: {', '.join(DTYPES)}")
        target = _device(device)
        with _memory_told(checkpoint.name):
            model = build_model(checkpoint.dimensions, checkpoint.weights(), device=target, dtype=DTYPES[dtype])
        return cls(model, checkpoint)

    @property
    def name(self) -> str:
        """Such as «torch float32 cpu»."""
        return f"torch {str(self._model.dtype).removeprefix('torch.')} {self._model.device}"

    @property
    def dimensions(self) -> Dimensions:
        """The checkpoint's sizes."""
        return self._checkpoint.dimensions

    def encode(self, log_mel: LogMel) -> "TorchEncoded":
        """Encodes (B, M, F) log-mel windows; F is at most the checkpoint's window, and even.

        Raises: ModelMemory.
        """
        frames = log_mel.shape[2]
        assert frames % FRAMES_PER_POSITION == 0 and 0 < frames <= self.dimensions.window_frames, f"{frames} frames"
        with _memory_told(self._checkpoint.name), torch.inference_mode():
            features = torch.tensor(log_mel, device=self._model.device, dtype=self._model.dtype)
            cross = cross_key_values(self._model, encode(self._model, features))
        return TorchEncoded(self._model, cross, alignment_heads=self._checkpoint.alignment_heads)


class TorchEncoded:
    """Windows as the decoder needs them: keys and values of each layer's cross-attention."""

    def __init__(
        self,
        model: WhisperForConditionalGeneration,
        cross: CrossKeyValues,
        *,
        alignment_heads: Sequence[tuple[int, int]],
    ) -> None:
        """Holds the tensors; `TorchEngine.encode` computes them."""
        self._model = model
        self._cross = cross
        self._alignment_heads = alignment_heads

    @property
    def windows(self) -> int:
        """How many windows it holds."""
        return self._cross[0][0].shape[0]

    def start(self, rows: Sequence[int]) -> "TorchCache":
        """An empty cache whose row i listens to window `rows[i]`."""
        with torch.inference_mode():
            return TorchCache(self._model, self._heard_by(rows))

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        """(H, L, S) attention of the alignment heads, in the checkpoint's order, while the (L,) tokens are fed."""
        layers = {layer for layer, _ in self._alignment_heads}
        with torch.inference_mode(), listen_to_queries(self._model, layers) as queries:
            TorchCache(self._model, self._heard_by([window])).step(tokens[None, :])
            weights = [
                attention_weights(queries[layer], self._cross[layer][0][window], head=head)
                for layer, head in self._alignment_heads
            ]
            return _to_numpy(torch.stack(weights))

    def _heard_by(self, rows: Sequence[int]) -> CrossKeyValues:
        """The windows' keys and values in the rows' order; the tensors themselves where that is their own order."""
        if list(rows) == list(range(self.windows)):
            return self._cross
        index = torch.tensor(list(rows), device=self._model.device)
        return [(keys.index_select(0, index), values.index_select(0, index)) for keys, values in self._cross]


class TorchCache:
    """transformers' key-value cache, which knows the windows' cross-attention from the start."""

    def __init__(self, model: WhisperForConditionalGeneration, cross: CrossKeyValues) -> None:
        """Holds the (B, …) tensors without copying; nothing writes into them."""
        self._model = model
        self._cache = EncoderDecoderCache(DynamicCache(), cross_cache(cross))
        # The decoder wants to see encoded windows, but reads keys and values from the cache.
        self._encoded = cross[0][0]

    @property
    def length(self) -> int:
        """Tokens that were fed to each row so far."""
        return self._cache.get_seq_length()

    def step(self, tokens: TokenIds) -> Logits:
        """Feeds (B, L) more tokens, L ≥ 1; gives the (B, V) logits after the last one."""
        with _memory_told("decoder"), torch.inference_mode():
            hidden = self._model.model.decoder(
                input_ids=torch.tensor(tokens, device=self._model.device),
                encoder_hidden_states=self._encoded,
                past_key_values=self._cache,
                use_cache=True,
            ).last_hidden_state
            return _to_numpy(self._model.proj_out(hidden[:, -1]))

    def reorder(self, rows: Sequence[int]) -> None:
        """Makes row i a copy of the former row `rows[i]`; the count of rows may change."""
        with torch.inference_mode():
            self._cache.reorder_cache(torch.tensor(list(rows), device=self._model.device))  # type: ignore[arg-type]


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
