"""The Whisper that is trained: plain PyTorch modules with transformers' parameter names.

Written out, rather than imported, for two reasons: the encoder must take short inputs while it learns (transformers'
insists on whole windows), and training needs one cross-attention map a layer without giving up fused attention
elsewhere. `export` saves its parameters as they are; a test holds its logits to transformers'.
Shape legend: B batch, M mel bins, F frames, S encoder positions (F / 2), L tokens, V vocabulary, D width, H heads.
Source: Radford et al. 2022, §2.2; openai/whisper@c0d2f62 model.py.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from dabir_training.demo.run_file import ModelSettings


@dataclass(frozen=True, slots=True)
class Outputs:
    """Logits (B, L, V), the cross-attention of each decoder layer's first head (B, N, L, S), characters (B, S, C)."""

    logits: Tensor
    attention: Tensor
    characters: Tensor


class Attention(nn.Module):
    """Multi-head attention with Whisper's biases (none on the keys)."""

    def __init__(self, width: int, heads: int) -> None:
        """Builds the four projections."""
        super().__init__()
        self.heads = heads
        self.k_proj = nn.Linear(width, width, bias=False)
        self.v_proj = nn.Linear(width, width)
        self.q_proj = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, width)

    def forward(self, x: Tensor, *, is_causal: bool = False) -> Tensor:
        """Attends from x (B, L, D) to itself."""
        query, key, value = self._split(self.q_proj(x)), self._split(self.k_proj(x)), self._split(self.v_proj(x))
        if is_causal:
            return self._join(functional.scaled_dot_product_attention(query, key, value, is_causal=True))
        # Written out for the encoder: 2.4 times the speed of torch 2.13's fused CPU kernel, forward and back, in bf16.
        scores = query @ key.transpose(-1, -2) * (query.shape[-1] ** -0.5)
        return self._join(scores.softmax(-1) @ value)

    def across(self, x: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Attends from x (B, L, D) to memory (B, S, D); also returns the first head's weights (B, L, S)."""
        query, key = self._split(self.q_proj(x)), self._split(self.k_proj(memory))
        scores = query @ key.transpose(-1, -2) * (query.shape[-1] ** -0.5)
        weights = scores.float().softmax(-1)
        return self._join(weights.to(scores.dtype) @ self._split(self.v_proj(memory))), weights[:, 0]

    def _split(self, x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def _join(self, x: Tensor) -> Tensor:
        joined: Tensor = self.out_proj(x.transpose(1, 2).flatten(2))
        return joined


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, normalised before each."""

    def __init__(self, shape: ModelSettings) -> None:
        """Builds one layer."""
        super().__init__()
        self.self_attn = Attention(shape.width, shape.heads)
        self.self_attn_layer_norm = nn.LayerNorm(shape.width)
        self.fc1 = nn.Linear(shape.width, shape.hidden_width)
        self.fc2 = nn.Linear(shape.hidden_width, shape.width)
        self.final_layer_norm = nn.LayerNorm(shape.width)

    def forward(self, x: Tensor) -> Tensor:
        """Maps (B, S, D) to (B, S, D)."""
        x = x + self.self_attn(self.self_attn_layer_norm(x))
        return x + self.feed(x)

    def feed(self, x: Tensor) -> Tensor:
        """Returns the feed-forward part's addition to x."""
        fed: Tensor = self.fc2(functional.gelu(self.fc1(self.final_layer_norm(x))))
        return fed


class DecoderLayer(EncoderLayer):
    """An encoder layer, causal, that also looks at the sound."""

    def __init__(self, shape: ModelSettings) -> None:
        """Builds one layer."""
        super().__init__(shape)
        self.encoder_attn = Attention(shape.width, shape.heads)
        self.encoder_attn_layer_norm = nn.LayerNorm(shape.width)

    def look(self, x: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Maps (B, L, D) to (B, L, D) and the first head's cross-attention (B, L, S)."""
        x = x + self.self_attn(self.self_attn_layer_norm(x), is_causal=True)
        seen, weights = self.encoder_attn.across(self.encoder_attn_layer_norm(x), memory)
        x = x + seen
        return x + self.feed(x), weights


class Encoder(nn.Module):
    """Log-mel to memory; any even number of frames up to the window's."""

    def __init__(self, shape: ModelSettings) -> None:
        """Builds the convolutions, the fixed sinusoids and the layers."""
        super().__init__()
        self.conv1 = nn.Conv1d(shape.mel_bins, shape.width, kernel_size=3, padding=1)
        self.conv2 = nn.Conv1d(shape.width, shape.width, kernel_size=3, stride=2, padding=1)
        self.embed_positions = nn.Embedding(window_positions(shape), shape.width)
        self.embed_positions.weight.data = sinusoids(window_positions(shape), shape.width)
        self.embed_positions.requires_grad_(False)
        self.layers = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.layer_norm = nn.LayerNorm(shape.width)

    def forward(self, log_mel: Tensor) -> Tensor:
        """Maps (B, M, F) to (B, S, D)."""
        x = functional.gelu(self.conv1(log_mel))
        x = functional.gelu(self.conv2(x)).transpose(1, 2)
        x = x + self.embed_positions.weight[: x.shape[1]]
        for layer in self.layers:
            x = layer(x)
        normed: Tensor = self.layer_norm(x)
        return normed


class Decoder(nn.Module):
    """Tokens and memory to hidden states; the output layer is the embedding, transposed."""

    def __init__(self, shape: ModelSettings, vocabulary: int) -> None:
        """Builds the embeddings and the layers."""
        super().__init__()
        self.embed_tokens = nn.Embedding(vocabulary, shape.width)
        self.embed_positions = nn.Embedding(shape.target_positions, shape.width)
        self.layers = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.layer_norm = nn.LayerNorm(shape.width)
        nn.init.normal_(self.embed_tokens.weight, std=0.05)
        nn.init.normal_(self.embed_positions.weight, std=0.02)

    def forward(self, tokens: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Maps tokens (B, L) to logits (B, L, V) and cross-attention (B, N, L, S)."""
        x = self.embed_tokens(tokens) + self.embed_positions.weight[: tokens.shape[1]]
        maps = []
        for layer in self.layers:
            assert isinstance(layer, DecoderLayer)
            x, weights = layer.look(x, memory)
            maps.append(weights)
        return functional.linear(self.layer_norm(x), self.embed_tokens.weight), torch.stack(maps, dim=1)


class Seq2Seq(nn.Module):
    """Holds both halves under the name that transformers gives them."""

    def __init__(self, shape: ModelSettings, vocabulary: int) -> None:
        """Builds both halves."""
        super().__init__()
        self.encoder = Encoder(shape)
        self.decoder = Decoder(shape, vocabulary)


class DemoWhisper(nn.Module):
    """A small Whisper, and a character classifier on its encoder that only training uses."""

    def __init__(self, shape: ModelSettings, *, vocabulary: int, characters: int) -> None:
        """Builds the model; its weights are random, drawn from torch's generator."""
        super().__init__()
        self.model = Seq2Seq(shape, vocabulary)
        self.character_head = nn.Linear(shape.width, characters)

    def forward(self, log_mel: Tensor, tokens: Tensor) -> Outputs:
        """Runs log-mel (B, M, F) and decoder input tokens (B, L)."""
        memory = self.model.encoder(log_mel)
        logits, attention = self.model.decoder(tokens, memory)
        return Outputs(logits, attention, self.character_head(memory))


def window_positions(shape: ModelSettings) -> int:
    """Counts the encoder positions of a whole window: 50 a second."""
    return round(shape.window_seconds * 50)


def sinusoids(length: int, channels: int) -> Tensor:
    """Returns Whisper's fixed positions (length, channels)."""
    step = torch.log(torch.tensor(10000.0)) / (channels // 2 - 1)
    rates = torch.exp(-step * torch.arange(channels // 2))
    angles = torch.arange(length)[:, None] * rates[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)
