"""Converts a released folder and reads a recording: `ctranslate2_side.py FOLDER TARGET SOUND LANGUAGE`.

Runs in an environment of its own (`environments`), so it imports nothing of ours. Prints the text as JSON.
faster-whisper pads every window to 30 s, whatever the model's; a model of another window is read by CTranslate2 itself.
"""

import json
import sys

import ctranslate2  # type: ignore[import-not-found,unused-ignore] # it is where this script runs
from faster_whisper import WhisperModel, decode_audio  # type: ignore[import-not-found,unused-ignore]

WINDOW_FRAMES = 3000


def read(model: WhisperModel, sound: str, *, language: str) -> str:
    """Reads the recording greedily, without times."""
    if model.feature_extractor.nb_max_frames == WINDOW_FRAMES:
        asked = {"language": language, "beam_size": 1, "temperature": 0.0, "without_timestamps": True}
        return " ".join(segment.text.strip() for segment in model.transcribe(sound, **asked)[0])
    frames = model.feature_extractor.nb_max_frames
    padded = model.feature_extractor(decode_audio(sound), padding=frames * model.feature_extractor.hop_length)
    features = ctranslate2.StorageView.from_array(padded[None, :, :frames].copy())
    named = [f"<|{name}|>" for name in ("startoftranscript", language, "transcribe", "notimestamps")]
    prompt = [model.hf_tokenizer.token_to_id(name) for name in named]
    result = model.model.generate(features, [prompt], beam_size=1)[0]
    return str(model.hf_tokenizer.decode(result.sequences_ids[0]))


if __name__ == "__main__":
    folder, target, sound, language = sys.argv[1:]
    copied = ["tokenizer.json", "preprocessor_config.json"]
    ctranslate2.converters.TransformersConverter(folder, copy_files=copied).convert(target)
    model = WhisperModel(target, device="cpu", compute_type="float32")
    print(json.dumps({"text": read(model, sound, language=language)}))
