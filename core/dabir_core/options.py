"""What a caller may ask of a transcription, validated once."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from dabir_core.errors import OptionError
from dabir_core.text.display import DisplayRules


class Task(StrEnum):
    """Whisper's two tasks: text in the spoken language, or in English."""

    TRANSCRIBE = "transcribe"
    TRANSLATE = "translate"


class Urgency(IntEnum):
    """How soon a text is wanted, against the other jobs of the machine."""

    FILE = 0
    NOTE = 1
    LIVE = 2


@dataclass(frozen=True, slots=True)
class TranscribeOptions:
    """Options of one transcription.

    language           Whisper's code («fa»), obeyed always; None detects it among `candidates`
    candidates         languages that detection may choose from; all windows up to one decide together what that one is
    words              whether each word gets its times (one alignment pass per window); segments are cut from them;
                       without it and `timestamp_tokens`, speech that is passed over inside a text is not noticed
    timestamp_tokens   decode with Whisper's own timestamp tokens, for checkpoints that were trained with them; without
                       `words`, segments are cut at them
    temperature        0 takes the likeliest token; above it, tokens are drawn with `seed`
    prompt, hot_words  text that the decoder is told came before; names and terms that it should expect
    display            how the text is mended for readers
    urgency            which jobs go first; None takes recordings of up to a minute for notes and the others for files
    """

    language: str | None = None
    candidates: tuple[str, ...] = ("fa", "en")
    task: Task = Task.TRANSCRIBE
    words: bool = True
    timestamp_tokens: bool = False
    temperature: float = 0.0
    seed: int = 0
    prompt: str = ""
    hot_words: tuple[str, ...] = ()
    display: DisplayRules = field(default_factory=DisplayRules)
    urgency: Urgency | None = None

    def __post_init__(self) -> None:
        """Refuses what no checkpoint can obey; languages are checked against the checkpoint when it is known."""
        if not self.candidates:
            raise OptionError("candidates: at least one language")
        if not 0.0 <= self.temperature <= 2.0:
            raise OptionError(f"temperature {self.temperature}: 0 to 2")
