import pytest
import torch
from torch import Tensor, nn

from dabir_core.asr.engines.torch_linear import Dense, Linear, Packed, can_pack, linear

INPUTS, OUTPUTS = 48, 112
ROUNDING = {torch.float32: 1e-5, torch.bfloat16: 0.04, torch.float16: 0.005}


def drawn(*shape: int, seed: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


WEIGHT, BIAS = drawn(OUTPUTS, INPUTS, seed=0) / INPUTS**0.5, drawn(OUTPUTS, seed=1)


def layers(dtype: torch.dtype, bias: Tensor | None) -> list[Linear]:
    """Both forms where both compute the dtype."""
    weight, offset = WEIGHT.to(dtype), None if bias is None else bias.to(dtype)
    made: list[Linear] = [Dense(weight, offset)]
    return [*made, Packed.of(weight, offset)] if can_pack(weight.device, dtype) else made


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (1, 7), (2, 150)])
@pytest.mark.parametrize("bias", [BIAS, None])
def test_every_form_multiplies_like_torch_in_float64(
    dtype: torch.dtype, shape: tuple[int, int], bias: Tensor | None
) -> None:
    inputs, residual = drawn(*shape, INPUTS, seed=2).to(dtype), drawn(*shape, OUTPUTS, seed=3).to(dtype)
    exact = nn.functional.linear(inputs.double(), WEIGHT.double(), None if bias is None else bias.double())
    tolerance = ROUNDING[dtype]
    for layer in layers(dtype, bias):
        torch.testing.assert_close(layer(inputs).double(), exact, atol=tolerance, rtol=tolerance)
        torch.testing.assert_close(
            layer.gelu(inputs).double(), nn.functional.gelu(exact), atol=tolerance, rtol=tolerance
        )
        torch.testing.assert_close(
            layer.added_to(residual, inputs).double(), residual.double() + exact, atol=tolerance, rtol=tolerance
        )
        assert layer(inputs).dtype == dtype


def test_no_rows_give_no_rows() -> None:
    for layer in layers(torch.float32, BIAS):
        assert layer(torch.empty(0, 5, INPUTS)).shape == (0, 5, OUTPUTS)


def test_a_residual_is_left_as_it_was() -> None:
    residual = drawn(2, OUTPUTS, seed=4)
    kept = residual.clone()
    for layer in layers(torch.float32, BIAS):
        layer.added_to(residual, drawn(2, INPUTS, seed=5))
        assert torch.equal(residual, kept)


def test_only_a_cpu_with_onednn_has_packed_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not can_pack(torch.device("cuda"), torch.float32)
    assert not can_pack(torch.device("cpu"), torch.float16)
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert isinstance(linear(WEIGHT, BIAS), Dense)
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: True)
    assert isinstance(linear(WEIGHT, BIAS), Packed)
