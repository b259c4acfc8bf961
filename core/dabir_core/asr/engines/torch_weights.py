"""A checkpoint's tensors as the torch engine computes with them: by layer, on their device, those that meet joined.

Queries, keys and values of one input are one product. The scale of attention's products, 1 / √D, is in the queries'
weights already; for Whisper's D = 64 that is exact.
Sizes that Whisper never varies come from the tensors themselves. Source: Radford et al. 2022, §2.2, and the names of
transformers' modeling_whisper.py. Shape legend: M mel bins, V vocabulary, D = width / heads.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.torch_linear import Linear, linear
from dabir_core.asr.weights import TOKEN_EMBEDDING, Weights


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalisation."""

    weight: Tensor
    bias: Tensor

    def __call__(self, hidden: Tensor) -> Tensor:
        """Over the last dimension, with torch's ε, which is Whisper's."""
        return nn.functional.layer_norm(hidden, self.weight.shape, self.weight, self.bias)


@dataclass(frozen=True, slots=True)
class SelfAttention:
    """`asked` gives queries, keys and values, one after the other."""

    norm: Norm
    asked: Linear
    out: Linear


@dataclass(frozen=True, slots=True)
class CrossAttention:
    """`asked` gives the queries of the tokens, `heard` the keys and values of the encoded window."""

    norm: Norm
    asked: Linear
    heard: Linear
    out: Linear


@dataclass(frozen=True, slots=True)
class FeedForward:
    """Two dense layers with GELU between them."""

    norm: Norm
    wide: Linear
    out: Linear


@dataclass(frozen=True, slots=True)
class EncoderLayer:
    """One layer of the encoder."""

    attention: SelfAttention
    feed_forward: FeedForward


@dataclass(frozen=True, slots=True)
class DecoderLayer:
    """One layer of the decoder."""

    attention: SelfAttention
    cross: CrossAttention
    feed_forward: FeedForward


@dataclass(frozen=True, slots=True)
class Convolution:
    """Weights of a convolution along time."""

    weight: Tensor
    bias: Tensor


@dataclass(frozen=True, slots=True)
class Encoder:
    """Everything from log-mel to encoded windows."""

    first: Convolution
    second: Convolution
    positions: Tensor
    layers: tuple[EncoderLayer, ...]
    norm: Norm
    heads: int


@dataclass(frozen=True, slots=True)
class Decoder:
    """Everything from tokens to logits; `head` is the (V, width) embedding once more, as a layer."""

    embedding: Tensor
    positions: Tensor
    layers: tuple[DecoderLayer, ...]
    norm: Norm
    head: Linear
    heads: int

    def first(self, layers: int) -> "Decoder":
        """The decoder without the layers that come after so many."""
        return replace(self, layers=self.layers[:layers])


@dataclass(frozen=True, slots=True)
class Model:
    """Both halves, on one device in one dtype."""

    encoder: Encoder
    decoder: Decoder
    device: torch.device
    dtype: torch.dtype


def read_model(dimensions: Dimensions, weights: Weights, *, device: torch.device, dtype: torch.dtype) -> Model:
    """Copies the tensors to the device, one layer after the other, so that little is there twice.

    That is done in a thread that ends. libgomp keeps a team for each thread that ever computed; once the teams have
    more threads than there are cores, they sleep after each product instead of waiting for the next, which costs the
    one that decodes a third of each step (small, 2 cores: 20 ms alone, 27 ms beside a team left behind by loading).
    Source: libgomp, team.c, `gomp_managed_threads`.
    """
    reader = _Reader(weights, device, dtype)
    with ThreadPoolExecutor(max_workers=1) as alone:
        return alone.submit(
            lambda: Model(_encoder(reader, dimensions), _decoder(reader, dimensions), device, dtype)
        ).result()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Where tensors come from, and where they go."""

    weights: Weights
    device: torch.device
    dtype: torch.dtype

    def tensor(self, name: str) -> Tensor:
        return torch.tensor(self.weights[name], device=self.device, dtype=self.dtype)

    def norm(self, name: str) -> Norm:
        return Norm(self.tensor(f"{name}.weight"), self.tensor(f"{name}.bias"))

    def convolution(self, name: str) -> Convolution:
        return Convolution(self.tensor(f"{name}.weight"), self.tensor(f"{name}.bias"))

    def linear(self, name: str) -> Linear:
        return linear(self.tensor(f"{name}.weight"), self.tensor(f"{name}.bias"))

    def joined(self, name: str, parts: Iterable[str], *, scale: float = 1.0) -> Linear:
        """Some of an attention's «q», «k» and «v» in one layer; `scale` is the queries', and keys have no bias."""
        weights, biases = [], []
        for part in parts:
            weight = self.tensor(f"{name}.{part}_proj.weight")
            bias = weight.new_zeros(len(weight)) if part == "k" else self.tensor(f"{name}.{part}_proj.bias")
            weights.append(weight * scale if part == "q" else weight)
            biases.append(bias * scale if part == "q" else bias)
        return linear(torch.cat(weights), torch.cat(biases))

    def self_attention(self, layer: str, scale: float) -> SelfAttention:
        return SelfAttention(
            self.norm(f"{layer}.self_attn_layer_norm"),
            self.joined(f"{layer}.self_attn", "qkv", scale=scale),
            self.linear(f"{layer}.self_attn.out_proj"),
        )

    def cross_attention(self, layer: str, scale: float) -> CrossAttention:
        return CrossAttention(
            self.norm(f"{layer}.encoder_attn_layer_norm"),
            self.joined(f"{layer}.encoder_attn", "q", scale=scale),
            self.joined(f"{layer}.encoder_attn", "kv"),
            self.linear(f"{layer}.encoder_attn.out_proj"),
        )

    def feed_forward(self, layer: str) -> FeedForward:
        return FeedForward(
            self.norm(f"{layer}.final_layer_norm"), self.linear(f"{layer}.fc1"), self.linear(f"{layer}.fc2")
        )


def _encoder(reader: _Reader, dimensions: Dimensions) -> Encoder:
    scale = (dimensions.width // dimensions.encoder_heads) ** -0.5
    names = [f"encoder.layers.{layer}" for layer in range(dimensions.encoder_layers)]
    return Encoder(
        first=reader.convolution("encoder.conv1"),
        second=reader.convolution("encoder.conv2"),
        positions=reader.tensor("encoder.embed_positions.weight"),
        layers=tuple(EncoderLayer(reader.self_attention(name, scale), reader.feed_forward(name)) for name in names),
        norm=reader.norm("encoder.layer_norm"),
        heads=dimensions.encoder_heads,
    )


def _decoder(reader: _Reader, dimensions: Dimensions) -> Decoder:
    scale = (dimensions.width // dimensions.decoder_heads) ** -0.5
    names = [f"decoder.layers.{layer}" for layer in range(dimensions.decoder_layers)]
    embedding = reader.tensor(TOKEN_EMBEDDING)
    return Decoder(
        embedding=embedding,
        positions=reader.tensor("decoder.embed_positions.weight"),
        layers=tuple(
            DecoderLayer(
                reader.self_attention(name, scale), reader.cross_attention(name, scale), reader.feed_forward(name)
            )
            for name in names
        ),
        norm=reader.norm("decoder.layer_norm"),
        head=linear(embedding),
        heads=dimensions.decoder_heads,
    )
