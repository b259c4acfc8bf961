"""From sound to what the model hears: where speech is, windows of it, and their log-mel features."""

from dabir_core.speech.density import SpeechDensity
from dabir_core.speech.log_mel import log_mel
from dabir_core.speech.spans import SpanRules, SpeechSpan, speech_spans
from dabir_core.speech.vad import SileroVad, SpeechProbabilities
from dabir_core.speech.vad_runners import SileroRunner, load_silero
from dabir_core.speech.windower import Windower
from dabir_core.speech.windows import Window, WindowRules

__all__ = [
    "SileroRunner",
    "SileroVad",
    "SpanRules",
    "SpeechDensity",
    "SpeechProbabilities",
    "SpeechSpan",
    "Window",
    "WindowRules",
    "Windower",
    "load_silero",
    "log_mel",
    "speech_spans",
]
