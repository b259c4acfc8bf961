"""faster-whisper on CTranslate2, as a process that `benchmarks.side` starts in an environment of its own.

Counts of tokens are forced below its public face, at the CTranslate2 model that it drives: end-of-text is suppressed
and `max_length` is set. CTranslate2 gives min(max_length / 2, max_length - prompt) new tokens (src/models/whisper.cc),
so that what faster-whisper passes for `max_new_tokens` would give about half of them. Every count is checked against
the tokens that came back. The rows of one batch have one count, the mean of theirs, so that none waits for another:
the peer's best case. Word times and text conditioned on the previous window are off on both sides.
"""

import threading
import time
from dataclasses import dataclass, field

import ctranslate2
import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel
from lines import serve

END_OF_TEXT = 50257
FRAMES_PER_SECOND = 100
NEVER = 1e9


@dataclass
class Work:
    """What the model was asked to do; seconds are wall-clock ones."""

    windows: int = 0
    encode_s: float = 0.0
    decodings: int = 0
    decode_s: float = 0.0
    tokens: int = 0
    sound_s: float = 0.0


@dataclass
class ForcedModel:
    """A CTranslate2 Whisper that says as many tokens as its sound is long; all else is the model's own."""

    model: ctranslate2.models.Whisper
    tokens_per_second: float | None
    work: Work = field(default_factory=Work)
    wanted: int = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.model, name)

    def encode(self, features: ctranslate2.StorageView, to_cpu: bool = False) -> ctranslate2.StorageView:
        """Notes how much of each window is sound: faster-whisper fills up with columns of zeros."""
        columns = np.any(np.asarray(features) != 0.0, axis=1)
        seconds = [(np.flatnonzero(row)[-1] + 1) / FRAMES_PER_SECOND if row.any() else 0.0 for row in columns]
        self.work.windows += len(seconds)
        self.work.sound_s += sum(seconds)
        if self.tokens_per_second is not None:
            self.wanted = max(1, round(float(np.mean(seconds)) * self.tokens_per_second)) + 1  # end-of-text is one
        began = time.perf_counter()
        encoded = self.model.encode(features, to_cpu=to_cpu)
        self.work.encode_s += time.perf_counter() - began
        return encoded

    def generate(self, encoded: ctranslate2.StorageView, prompts: list[list[int]], **asked: object) -> list[object]:
        """Decodes, and checks that each row has as many tokens as were wanted."""
        if self.tokens_per_second is not None:
            asked["max_length"] = max(2 * self.wanted, self.wanted + len(prompts[0]))
            asked["suppress_tokens"] = [*asked["suppress_tokens"], END_OF_TEXT]
        began = time.perf_counter()
        results = self.model.generate(encoded, prompts, **asked)
        self.work.decode_s += time.perf_counter() - began
        said = [len(result.sequences_ids[0]) for result in results]
        if self.tokens_per_second is not None and set(said) != {self.wanted}:
            raise RuntimeError(f"{self.wanted} tokens were wanted and {said} came")
        self.work.decodings += len(said)
        self.work.tokens += sum(said)
        return results


class Peer:
    """The loaded model and what it can be asked."""

    def load(self, folder: str, threads: int, tokens_per_second: float | None) -> dict:
        """Loads a converted checkpoint."""
        self._whisper = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=threads)
        self._forced = ForcedModel(self._whisper.model, tokens_per_second)
        self._whisper.model = self._forced
        self._batched = BatchedInferencePipeline(self._whisper)
        return {"compute_type": self._forced.model.compute_type}

    def transcribe(
        self, sound: str, batch: int = 1, beams: int = 1, vad: bool = True, retry_below: float | None = None
    ) -> dict:
        """Reads one file; windows whose mean log-probability is below `retry_below` are decoded once more."""
        self._forced.work = Work()
        segments = list(self._segments(sound, batch, beams, vad, retry_below))
        return vars(self._forced.work) | {
            "text": " ".join(segment.text for segment in segments),
            "log_probabilities": [segment.avg_logprob for segment in segments],
            "retried": sum(segment.temperature > 0 for segment in segments),
        }

    def _segments(self, sound: str, batch: int, beams: int, vad: bool, retry_below: float | None):
        asked = {"language": "fa", "beam_size": beams, "vad_filter": vad, "without_timestamps": True}
        if batch > 1:
            return self._batched.transcribe(sound, batch_size=batch, **asked)[0]
        return self._whisper.transcribe(
            sound,
            condition_on_previous_text=False,
            temperature=[0.0, 0.2],
            compression_ratio_threshold=NEVER,
            log_prob_threshold=-NEVER if retry_below is None else retry_below,
            no_speech_threshold=None,
            **asked,
        )[0]

    def mixed(self, sound: str, notes: list[str], batch: int) -> dict:
        """A long file and notes that come with it, in this order, behind one lock; seconds until each was ready."""
        lock, took = threading.Lock(), {}
        began = time.perf_counter()

        def read(path: str, batch: int) -> None:
            with lock:
                list(self._segments(path, batch, 1, True, None))
            took[path] = time.perf_counter() - began

        threads = [threading.Thread(target=read, args=(sound, batch))]
        threads += [threading.Thread(target=read, args=(note, 1)) for note in notes]
        for thread in threads:
            thread.start()
            time.sleep(0.01)
        for thread in threads:
            thread.join()
        return {"file_s": took[sound], "notes_s": [took[note] for note in notes], "makespan_s": max(took.values())}


if __name__ == "__main__":
    peer = Peer()
    serve({name: getattr(peer, name) for name in ("load", "transcribe", "mixed")})
