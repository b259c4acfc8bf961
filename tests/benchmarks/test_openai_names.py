import pytest

from benchmarks.peers.openai_names import openai_name


@pytest.mark.parametrize(
    ("name", "named"),
    [  # openai/whisper model.py: the names of its modules
        ("model.encoder.conv1.weight", "encoder.conv1.weight"),
        ("model.encoder.embed_positions.weight", "encoder.positional_embedding"),
        ("model.encoder.layers.3.self_attn.q_proj.bias", "encoder.blocks.3.attn.query.bias"),
        ("model.encoder.layers.3.self_attn_layer_norm.weight", "encoder.blocks.3.attn_ln.weight"),
        ("model.encoder.layer_norm.weight", "encoder.ln_post.weight"),
        ("model.decoder.embed_tokens.weight", "decoder.token_embedding.weight"),
        ("model.decoder.layers.11.encoder_attn.k_proj.weight", "decoder.blocks.11.cross_attn.key.weight"),
        ("model.decoder.layers.11.encoder_attn_layer_norm.bias", "decoder.blocks.11.cross_attn_ln.bias"),
        ("model.decoder.layers.0.fc1.weight", "decoder.blocks.0.mlp.0.weight"),
        ("model.decoder.layers.0.final_layer_norm.bias", "decoder.blocks.0.mlp_ln.bias"),
        ("model.decoder.layer_norm.bias", "decoder.ln.bias"),
        ("proj_out.weight", None),
    ],
)
def test_tensors_have_the_names_that_openai_gave_them(name: str, named: str | None) -> None:
    assert openai_name(name) == named
