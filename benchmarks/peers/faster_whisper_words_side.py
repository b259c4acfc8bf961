"""faster-whisper's word times of some files, as JSON on standard output; run by the Python that has it.

    PYTHON faster_whisper_words_side.py CONVERTED plain|vad FILE…   →   [[[word, start, end], …], …]

It is written for windows of 30 s and vocabularies of official sizes, so two of its parts are put right for a smaller
checkpoint, which its own code then reads as any other: features are padded to the feature extractor's own window
instead of 3000 frames, and the model counts as multilingual, which CTranslate2 infers from the vocabulary's size.
"""

import json
import sys

from faster_whisper import WhisperModel, transcribe


class Multilingual:
    """A CTranslate2 model, but for what it says of its languages."""

    is_multilingual = True

    def __init__(self, model: object) -> None:
        self._model = model

    def __getattr__(self, name: str) -> object:
        return getattr(self._model, name)


def main() -> None:
    """Reads all files with one model."""
    folder, mode, *files = sys.argv[1:]
    whisper = WhisperModel(folder, device="cpu", compute_type="int8")
    whisper.model = Multilingual(whisper.model)
    pad, frames = transcribe.pad_or_trim, whisper.feature_extractor.nb_max_frames
    transcribe.pad_or_trim = lambda features: pad(features, frames)
    read = []
    for file in files:
        segments, _ = whisper.transcribe(
            file, language="fa", beam_size=1, word_timestamps=True, vad_filter=mode == "vad"
        )
        read.append([[word.word, float(word.start), float(word.end)] for segment in segments for word in segment.words])
    json.dump(read, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
