import base64
import gzip

import numpy as np
import pytest
from transformers import WhisperConfig, WhisperForConditionalGeneration

from dabir_core.asr.architecture import ANY, check_tensors, default_alignment_heads, tensor_shapes
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.weights import StoredWeights
from dabir_core.errors import CheckpointIncomplete

# openai/whisper@c0d2f62 __init__.py: (width, encoder layers, decoder layers, heads, mel bins, multilingual), mask
PUBLISHED = {
    "tiny.en": ((384, 4, 4, 6, 80, False), b"ABzY8J1N>@0{>%R00Bk>$p{7v037`oCl~+#00"),
    "tiny": ((384, 4, 4, 6, 80, True), b"ABzY8bu8Lr0{>%RKn9Fp%m@SkK7Kt=7ytkO"),
    "base.en": ((512, 6, 6, 8, 80, False), b"ABzY8;40c<0{>%RzzG;p*o+Vo09|#PsxSZm00"),
    "base": ((512, 6, 6, 8, 80, True), b"ABzY8KQ!870{>%RzyTQH3`Q^yNP!>##QT-<FaQ7m"),
    "small.en": ((768, 12, 12, 12, 80, False), b"ABzY8>?_)10{>%RpeA61k&I|OI3I$65C{;;pbCHh0B{qLQ;+}v00"),
    "small": ((768, 12, 12, 12, 80, True), b"ABzY8DmU6=0{>%Rpa?J`kvJ6qF(V^F86#Xh7JUGMK}P<N0000"),
    "medium.en": (
        (1024, 24, 24, 16, 80, False),
        b"ABzY8usPae0{>%R7<zz_OvQ{)4kMa0BMw6u5rT}kRKX;$NfYBv00*Hl@qhsU00",
    ),
    "medium": ((1024, 24, 24, 16, 80, True), b"ABzY8B0Jh+0{>%R7}kK1fFL7w6%<-Pf*t^=N)Qr&0RR9"),
    "large-v2": (
        (1280, 32, 32, 20, 80, True),
        b"ABzY8zd+h!0{>%R7=D0pU<_bnWW*tkYAhobTNnu$jnkEkXqp)j;w1Tzk)UH3X%SZd&fFZ2fC2yj",
    ),
    "large-v3": (
        (1280, 32, 32, 20, 128, True),
        b"ABzY8gWO1E0{>%R7(9S+Kn!D~%ngiGaR?*L!iJG9p-nab0JQ=-{D1-g00",
    ),
    "large-v3-turbo": ((1280, 32, 4, 20, 128, True), b"ABzY8j^C+e0{>%RARaKHP%t(lGR*)0g!tONPyhe`"),
}


def sizes_of(shape: tuple[int, int, int, int, int, bool]) -> Dimensions:
    width, encoder_layers, decoder_layers, heads, mel_bins, _ = shape
    return Dimensions(width, encoder_layers, heads, decoder_layers, heads, mel_bins, 51865, 1500, 448)


@pytest.mark.parametrize("name", PUBLISHED)
def test_alignment_heads_are_those_of_openais_masks(name: str) -> None:
    shape, encoded = PUBLISHED[name]
    sizes = sizes_of(shape)
    mask = np.frombuffer(gzip.decompress(base64.b85decode(encoded)), bool)
    expected = np.argwhere(mask.reshape(sizes.decoder_layers, sizes.decoder_heads))
    assert [list(pair) for pair in default_alignment_heads(sizes, multilingual=shape[-1])] == expected.tolist()


def test_an_unknown_architecture_listens_with_the_last_half_of_its_layers() -> None:
    sizes = Dimensions(128, 4, 2, 3, 2, 80, 3000, 1500, 448)
    assert default_alignment_heads(sizes, multilingual=True) == ((1, 0), (1, 1), (2, 0), (2, 1))


def test_the_tensors_are_those_of_transformers_model() -> None:
    sizes = Dimensions(8, 2, 2, 1, 2, 80, 60, 10, 20)
    config = WhisperConfig(
        vocab_size=60, d_model=8, encoder_layers=2, encoder_attention_heads=2, decoder_layers=1,
        decoder_attention_heads=2, encoder_ffn_dim=24, decoder_ffn_dim=32, max_source_positions=10,
        max_target_positions=20, pad_token_id=0, bos_token_id=0, eos_token_id=0, decoder_start_token_id=1,
    )  # fmt: skip
    stored = WhisperForConditionalGeneration(config).state_dict()
    shapes = {name.removeprefix("model."): tuple(tensor.shape) for name, tensor in stored.items()}
    expected = tensor_shapes(sizes)
    assert expected.keys() == shapes.keys()
    for name, shape in expected.items():
        assert all(want in (ANY, have) for want, have in zip(shape, shapes[name], strict=True)), name


class Shaped:
    """A tensor of which only the shape is asked."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape

    def read(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        raise AssertionError("values are not to be read")


SMALLEST = Dimensions(4, 1, 1, 1, 1, 80, 9, 6, 5)


def stored_tensors() -> dict[str, Shaped]:
    return {name: Shaped(tuple(size or 7 for size in shape)) for name, shape in tensor_shapes(SMALLEST).items()}


def test_a_whole_set_of_tensors_passes_unread() -> None:
    check_tensors(StoredWeights(stored_tensors()), SMALLEST)


def test_missing_and_misshapen_tensors_are_named() -> None:
    tensors = stored_tensors() | {"encoder.conv1.weight": Shaped((4, 128, 3))}
    del tensors["decoder.layers.0.fc1.bias"]
    with pytest.raises(CheckpointIncomplete) as refused:
        check_tensors(StoredWeights(tensors), SMALLEST)
    assert refused.value.subject == "encoder.conv1.weight, decoder.layers.0.fc1.bias"


def test_a_long_list_of_missing_tensors_is_cut_short() -> None:
    with pytest.raises(CheckpointIncomplete) as refused:
        check_tensors(StoredWeights({}), SMALLEST)
    assert refused.value.subject.startswith("encoder.conv1.weight, encoder.conv1.bias, ")
    assert refused.value.subject.endswith(f"and {len(tensor_shapes(SMALLEST)) - 4} more")
