"""The shapes of arrays that every room shares. Apart from `units`, since a window or a command starts without NumPy.

Shape legend: T samples, F frames, M mel bins, B batch, L tokens, V vocabulary, H heads, S encoder positions.
"""

import numpy as np
from numpy.typing import NDArray

Waveform = NDArray[np.float32]
"""(T,) float32 in [-1, 1], 16 kHz, mono."""

LogMel = NDArray[np.float32]
"""(M, F) or (B, M, F) float32; one frame each 10 ms."""

Logits = NDArray[np.float32]
"""(B, V) float32, not normalised."""

TokenIds = NDArray[np.int64]
"""(B, L) or (L,) int64."""

CrossAttention = NDArray[np.float32]
"""(H, L, S) float32; each row sums to one over S; one encoder position each 20 ms."""
