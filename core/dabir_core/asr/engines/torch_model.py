"""transformers' Whisper modules, built without its loaders: weights in, and the parts of a pass that we run ourselves.

Source: transformers 5.23 modeling_whisper.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle
from transformers import WhisperConfig, WhisperForConditionalGeneration

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.torch_cache import KeysValues
from dabir_core.asr.weights import Weights


def build_model(
    dimensions: Dimensions, weights: Weights, *, device: torch.device, dtype: torch.dtype
) -> WhisperForConditionalGeneration:
    """The modules on their device, ready to infer; one tensor is copied at a time."""
    with torch.device("meta"):
        model = WhisperForConditionalGeneration(_config(dimensions, weights))
    state = {name: torch.tensor(weights[name], device=device, dtype=dtype) for name in model.model.state_dict()}
    model.model.load_state_dict(state, assign=True)
    model.tie_weights()
    model.train(False)
    return model


def _config(dimensions: Dimensions, weights: Weights) -> WhisperConfig:
    """The sizes in transformers' words; what Whisper never varies is left at its default."""
    config = WhisperConfig(
        d_model=dimensions.width,
        encoder_layers=dimensions.encoder_layers,
        encoder_attention_heads=dimensions.encoder_heads,
        encoder_ffn_dim=weights["encoder.layers.0.fc1.bias"].shape[0],
        decoder_layers=dimensions.decoder_layers,
        decoder_attention_heads=dimensions.decoder_heads,
        decoder_ffn_dim=weights["decoder.layers.0.fc1.bias"].shape[0],
        num_mel_bins=dimensions.mel_bins,
        vocab_size=dimensions.vocabulary,
        max_source_positions=dimensions.source_positions,
        max_target_positions=dimensions.target_positions,
        # Only `generate` reads these; their defaults lie past the end of a small vocabulary.
        pad_token_id=0,
        bos_token_id=0,
        eos_token_id=0,
        decoder_start_token_id=0,
    )
    config._attn_implementation = "sdpa"  # the fused kernels, which a later default might not be
    return config


def encode(model: WhisperForConditionalGeneration, features: Tensor) -> Tensor:
    """(B, M, F) → (B, F / 2, width): the encoder's own forward, but for its refusal of windows under 30 s."""
    encoder = model.model.encoder
    hidden = nn.functional.gelu(encoder.conv1(features))
    hidden = nn.functional.gelu(encoder.conv2(hidden)).transpose(1, 2)
    hidden = hidden + encoder.embed_positions.weight[: hidden.shape[1]]
    for layer in encoder.layers:
        hidden = layer(hidden, None)
    normed: Tensor = encoder.layer_norm(hidden)
    return normed


def cross_keys_values(model: WhisperForConditionalGeneration, encoded: Tensor) -> KeysValues:
    """Keys and values that the decoder's layers take from (B, S, width) encoded windows."""
    attentions = [layer.encoder_attn for layer in model.model.decoder.layers]
    return [
        (
            _by_head(attention.k_proj(encoded), attention.num_heads),
            _by_head(attention.v_proj(encoded), attention.num_heads),
        )
        for attention in attentions
    ]


def _by_head(projected: Tensor, heads: int) -> Tensor:
    """(B, S, width) → (B, H, S, width / H)."""
    batch, positions, width = projected.shape
    return projected.view(batch, positions, heads, width // heads).transpose(1, 2).contiguous()


@contextmanager
def listen_to_queries(model: WhisperForConditionalGeneration, layers: set[int]) -> Iterator[dict[int, Tensor]]:
    """Collects what the named layers' cross-attention asks for, (1, L, width), while the decoder runs inside."""
    asked: dict[int, Tensor] = {}

    def listen(layer: int) -> RemovableHandle:
        projection: nn.Module = model.model.decoder.layers[layer].encoder_attn.q_proj
        return projection.register_forward_hook(lambda _module, _inputs, output: asked.update({layer: output}))

    handles = [listen(layer) for layer in layers]
    try:
        yield asked
    finally:
        for handle in handles:
            handle.remove()


def attention_weights(queries: Tensor, keys: Tensor, *, head: int) -> Tensor:
    """(L, S) weights of one head from (1, L, width) queries and the (H, S, width / H) keys of one window."""
    width = keys.shape[2]
    asked = queries[0, :, head * width : (head + 1) * width].float() * width**-0.5
    return torch.softmax(asked @ keys[head].float().T, dim=-1)
