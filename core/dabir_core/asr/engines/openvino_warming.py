"""Each graph run once on next to nothing, while the sound is still being read.

The CPU plugin lays out a graph's weights for its kernels not when it compiles or imports it but at its first use, which
takes 0.1 s for each half of small. They are laid out alike for every shape, so the smallest one will do.
Source: measured, OpenVINO 2026.4.1.
"""

from contextlib import suppress

import numpy as np

from dabir_core.asr.engines.openvino_cache import OpenVinoCache
from dabir_core.asr.engines.openvino_cross import CrossSlots, WindowMark
from dabir_core.asr.engines.openvino_graphs import Graphs
from dabir_core.asr.engines.openvino_memory import memory_guarded
from dabir_core.errors import ModelMemory
from dabir_core.units import FRAMES_PER_POSITION


def warm_up(graphs: Graphs) -> None:
    """Encodes two frames and decodes one token; whoever does so next waits for the same graph until it has ended.

    Memory that is lacking here is told by the first real use.
    """
    with suppress(ModelMemory), memory_guarded(graphs.checkpoint.name):
        graphs.hidden_states(np.zeros((1, graphs.checkpoint.dimensions.mel_bins, FRAMES_PER_POSITION), np.float32))
        silence = CrossSlots(graphs.slot_layout, [WindowMark()], positions=1, write=lambda *_: None)
        OpenVinoCache(graphs, silence, 1).step(np.zeros((1, 1), np.int64))
