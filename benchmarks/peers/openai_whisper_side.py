"""openai-whisper, as a process that `benchmarks.side` starts. Counts of tokens are forced by its own options.

It has one count for a whole file, that of a full window; the last window of a file is counted as a full one for it.
"""

import sys
import types

import torch
from lines import serve
from pieces import SAMPLE_RATE_HZ, WINDOW_SECONDS, samples

sys.modules["triton"] = types.ModuleType("triton")  # asked for when word times are computed on a GPU alone
import whisper  # noqa: E402 - after the line above

END_OF_TEXT = 50257
NEVER = 1e9


class Peer:
    """The loaded model and what it can be asked."""

    def load(self, folder: str, threads: int, tokens_per_second: float) -> dict:
        """Loads a converted checkpoint in float32."""
        torch.set_num_threads(threads)
        self._model = whisper.load_model(folder, device="cpu")
        self._tokens = round(WINDOW_SECONDS * tokens_per_second) + 1
        self._encoder_runs = 0
        self._model.encoder.register_forward_hook(self._count)
        return {"dtype": str(next(self._model.parameters()).dtype)}

    def transcribe(self, sound: str, beams: int = 1) -> dict:
        """Reads one file."""
        self._encoder_runs = 0
        waveform = samples(sound)
        gave = whisper.transcribe(
            self._model,
            waveform,
            language="fa",
            fp16=False,
            temperature=0.0,
            beam_size=None if beams == 1 else beams,
            without_timestamps=True,
            condition_on_previous_text=False,
            compression_ratio_threshold=NEVER,
            logprob_threshold=-NEVER,
            no_speech_threshold=None,
            sample_len=self._tokens,
            suppress_tokens=f"-1,{END_OF_TEXT}",
        )
        said = [len(segment["tokens"]) for segment in gave["segments"]]
        if set(said) != {self._tokens}:
            raise RuntimeError(f"{self._tokens} tokens were wanted and {said} came")
        return {
            "windows": len(said),
            "sound_s": waveform.size / SAMPLE_RATE_HZ,
            "tokens": sum(said),
            "encoder_runs": self._encoder_runs,
        }

    def _count(self, *_: object) -> None:
        self._encoder_runs += 1


if __name__ == "__main__":
    peer = Peer()
    serve({name: getattr(peer, name) for name in ("load", "transcribe")})
