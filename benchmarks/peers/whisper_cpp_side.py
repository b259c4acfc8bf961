"""whisper.cpp through pywhispercpp, as a process that `benchmarks.side` starts.

Counts of tokens are forced by `max_tokens` and a checkpoint that never says end-of-text (`ggml_file`). The recording is
cut into pieces of 30 s, each read by itself, since the count is one for a whole call.
"""

import _pywhispercpp as native
from lines import serve
from pieces import SAMPLE_RATE_HZ, wanted_tokens, windows
from pywhispercpp.model import Model


class Peer:
    """The loaded model and what it can be asked."""

    def load(self, folder: str, threads: int, tokens_per_second: float) -> dict:
        """Loads a ggml file."""
        self._tokens_per_second = tokens_per_second
        self._model = Model(folder, n_threads=threads, language="fa", no_timestamps=True, print_progress=False)
        return {"weights": "q8_0"}

    def transcribe(self, sound: str) -> dict:
        """Reads one file."""
        pieces = windows(sound)
        said = [self._said(piece) for piece in pieces]
        return {
            "windows": len(pieces),
            "sound_s": sum(piece.size for piece in pieces) / SAMPLE_RATE_HZ,
            "tokens": sum(said),
        }

    def _said(self, piece) -> int:
        wanted = wanted_tokens(piece, self._tokens_per_second)
        self._model.transcribe(
            piece,
            max_tokens=wanted - 1,
            temperature=0.0,
            temperature_inc=0.0,
            greedy={"best_of": 1},
            single_segment=True,
            no_context=True,
            suppress_blank=True,
        )
        context = self._model._ctx
        count = sum(native.whisper_full_n_tokens(context, n) for n in range(native.whisper_full_n_segments(context)))
        if count != wanted:
            raise RuntimeError(f"{wanted} tokens were wanted and {count} came")
        return count


if __name__ == "__main__":
    peer = Peer()
    serve({name: getattr(peer, name) for name in ("load", "transcribe")})
