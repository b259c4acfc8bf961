"""Each graph run once on next to nothing, while the sound is still being read.

The CPU plugin lays out a graph's weights for its kernels not when it compiles or imports it but at its first use, which
takes 0.1 s for each half of small. They are laid out alike for every length but one: an encoder that begins with a
single position chooses another product for good, and all later windows come out otherwise.
Source: measured, OpenVINO 2026.4.1.
"""

from contextlib import suppress
from typing import Final

import numpy as np

from dabir_core.asr.engines.openvino_cache import OpenVinoCache
from dabir_core.asr.engines.openvino_cross import CrossSlots
from dabir_core.asr.engines.openvino_graphs import Graphs
from dabir_core.asr.engines.openvino_memory import memory_guarded
from dabir_core.asr.engines.openvino_pool import WindowMark
from dabir_core.errors import ModelMemory

_FRAMES: Final = 16


def warm_up(graphs: Graphs) -> None:
    """Encodes a moment and decodes one token; whoever uses a graph meanwhile waits until it is free.

    Memory that lacks here is told by the first real use.
    """
    sizes = graphs.checkpoint.dimensions
    with suppress(ModelMemory), memory_guarded(graphs.checkpoint.name):
        graphs.hidden_states(np.zeros((1, sizes.mel_bins, min(_FRAMES, sizes.window_frames)), np.float32))
        silence = CrossSlots(graphs.slot_pool(1), [WindowMark()], write=lambda *_: None)
        OpenVinoCache(graphs, silence, 1).step(np.zeros((1, 1), np.int64))
