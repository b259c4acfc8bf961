"""Small Whisper models with random weights, in memory: transformers' module as the reference, its arrays for an engine.

Files, tokenizers and real sizes are in `tests.checkpoints`; here a model takes milliseconds to make.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import WhisperConfig, WhisperForConditionalGeneration

from dabir_core.arrays import CrossAttention, LogMel, TokenIds
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.weights import Weights

MICRO = Dimensions(
    width=64,
    encoder_layers=2,
    encoder_heads=2,
    decoder_layers=3,
    decoder_heads=2,
    mel_bins=80,
    vocabulary=300,
    source_positions=100,
    target_positions=64,
)


@dataclass(frozen=True)
class RandomWhisper:
    """Reference and checkpoint in one; obeys what the engines read of a `Checkpoint`."""

    model: WhisperForConditionalGeneration
    dimensions: Dimensions
    alignment_heads: tuple[tuple[int, int], ...]
    name: str = "random"
    read: list[str] = field(default_factory=list)

    def weights(self) -> Weights:
        arrays = {name.removeprefix("model."): array.numpy() for name, array in self.model.state_dict().items()}
        return ArrayWeights(arrays, self.read)

    def logits(self, log_mel: LogMel, tokens: TokenIds) -> NDArray[np.float32]:
        """(B, L, V), all tokens fed at once; a short window is encoded with the first positions only."""
        with torch.no_grad():
            encoded = self._encoded(log_mel)
            hidden = self.model.model.decoder(torch.from_numpy(tokens), encoder_hidden_states=encoded).last_hidden_state
            return np.asarray(self.model.proj_out(hidden))

    def cross_attention(self, log_mel: LogMel, tokens: TokenIds) -> CrossAttention:
        """(H, L, S) of the alignment heads, from transformers' own `output_attentions`."""
        with torch.no_grad():
            said = self.model.model.decoder(
                torch.from_numpy(tokens[np.newaxis]),
                encoder_hidden_states=self._encoded(log_mel[np.newaxis]),
                output_attentions=True,
            )
        return np.stack([said.cross_attentions[layer][0, head].numpy() for layer, head in self.alignment_heads])

    def _encoded(self, log_mel: LogMel) -> torch.Tensor:
        encoder = self.model.model.encoder
        positions = log_mel.shape[2] // 2
        if positions == self.dimensions.source_positions:
            return cast(torch.Tensor, encoder(torch.from_numpy(log_mel)).last_hidden_state)
        shorter = _model(replace(self.dimensions, source_positions=positions)).model.encoder
        state = encoder.state_dict()
        state["embed_positions.weight"] = state["embed_positions.weight"][:positions]
        shorter.load_state_dict(state)
        return cast(torch.Tensor, shorter(torch.from_numpy(log_mel)).last_hidden_state)


@dataclass(frozen=True)
class ArrayWeights:
    """Obeys `Weights`; notes the names that were read."""

    arrays: dict[str, NDArray[np.float32]]
    read: list[str]

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        self.read.append(name)
        return self.arrays[name]

    def __contains__(self, name: object) -> bool:
        return name in self.arrays

    def names(self) -> Collection[str]:
        return list(self.arrays)

    def shape(self, name: str) -> tuple[int, ...]:
        return self.arrays[name].shape


def random_whisper(
    dimensions: Dimensions = MICRO, *, heads: Sequence[tuple[int, int]] = ((1, 0), (0, 1)), seed: int = 0
) -> RandomWhisper:
    """Weights whose scale keeps the signal's, so that attention is neither flat nor saturated."""
    generator = torch.Generator().manual_seed(seed)
    model = _model(dimensions)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "layer_norm" not in name and parameter.dim() > 1 and "encoder.embed_positions" not in name:
                parameter.normal_(0.0, parameter[0].numel() ** -0.5, generator=generator)
            elif name.endswith("bias"):
                parameter.normal_(0.0, 0.1, generator=generator)
    return RandomWhisper(model, dimensions, tuple(heads))


def random_log_mel(windows: int, frames: int, *, mel_bins: int = 80, seed: int = 0) -> LogMel:
    """(B, M, F) in about the range of real log-mels."""
    return np.random.default_rng(seed).uniform(-1.0, 1.0, (windows, mel_bins, frames)).astype(np.float32)


def random_tokens(*shape: int, seed: int = 0, vocabulary: int = MICRO.vocabulary) -> TokenIds:
    """Token ids of that shape."""
    return np.random.default_rng(seed).integers(0, vocabulary, shape)


def _model(dimensions: Dimensions) -> WhisperForConditionalGeneration:
    config = WhisperConfig(
        d_model=dimensions.width,
        encoder_layers=dimensions.encoder_layers,
        decoder_layers=dimensions.decoder_layers,
        encoder_attention_heads=dimensions.encoder_heads,
        decoder_attention_heads=dimensions.decoder_heads,
        encoder_ffn_dim=4 * dimensions.width,
        decoder_ffn_dim=4 * dimensions.width,
        num_mel_bins=dimensions.mel_bins,
        vocab_size=dimensions.vocabulary,
        max_source_positions=dimensions.source_positions,
        max_target_positions=dimensions.target_positions,
        pad_token_id=0,
        bos_token_id=0,
        eos_token_id=0,
        decoder_start_token_id=1,
        begin_suppress_tokens=None,
    )
    config._attn_implementation = "eager"  # the only one that gives its weights
    model = WhisperForConditionalGeneration(config)
    model.train(False)
    return model
