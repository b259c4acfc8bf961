"""The demo's tokenizer: a small byte-level BPE, then every special token of multilingual Whisper in its order.

Source of the order: openai/whisper@c0d2f62 tokenizer.py; language codes from transformers' table of 100.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers.models.whisper.tokenization_whisper import LANGUAGES

END_OF_TEXT: Final = "<|endoftext|>"
TIMESTAMPS: Final = 1501
TIMESTAMP_STEP: Final = 0.02
TASKS: Final = ("translate", "transcribe")


def special_tokens() -> list[str]:
    """Returns the names of all special tokens that are no timestamps, in Whisper's order."""
    languages = [f"<|{code}|>" for code in LANGUAGES]
    tasks = [f"<|{task}|>" for task in TASKS]
    rest = ["<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
    return [END_OF_TEXT, "<|startoftranscript|>", *languages, *tasks, *rest]


def timestamp_tokens() -> list[str]:
    """Returns <|0.00|> to <|30.00|>."""
    return [f"<|{index * TIMESTAMP_STEP:.2f}|>" for index in range(TIMESTAMPS)]


def train_tokenizer(sentences: Iterable[str], *, bpe_tokens: int) -> Tokenizer:
    """Learns the BPE from sentences (each with Whisper's leading space) and adds the special tokens."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=bpe_tokens, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator((f" {sentence}" for sentence in sentences), trainer)
    tokenizer.add_special_tokens([AddedToken(name, normalized=False, special=True) for name in special_tokens()])
    # As in Whisper's own file, timestamps are added tokens but no "special" ones: decoders drop them by id.
    tokenizer.add_tokens([AddedToken(name, normalized=False, special=False) for name in timestamp_tokens()])
    return tokenizer


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokenizer with the ids that training needs."""

    tokenizer: Tokenizer
    end_of_text: int
    start_of_transcript: int
    start_of_previous: int
    persian: int
    transcribe: int
    no_speech: int
    no_timestamps: int
    first_timestamp: int

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> Self:
        """Looks the ids up in a tokenizer that `train_tokenizer` made."""
        names = (
            END_OF_TEXT,
            "<|startoftranscript|>",
            "<|startofprev|>",
            "<|fa|>",
            "<|transcribe|>",
            "<|nospeech|>",
            "<|notimestamps|>",
            "<|0.00|>",
        )
        return cls(tokenizer, *(_known(tokenizer, name) for name in names))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads tokenizer.json."""
        return cls.of(Tokenizer.from_file(str(path)))

    @property
    def size(self) -> int:
        """Counts all ids."""
        return self.tokenizer.get_vocab_size(with_added_tokens=True)

    def timestamp(self, seconds: float) -> int:
        """Returns the id of the nearest timestamp token."""
        return self.first_timestamp + round(seconds / TIMESTAMP_STEP)

    def word(self, word: str) -> list[int]:
        """Returns the ids of one word with its leading space; words joined so give the ids of the whole text."""
        return list(self.tokenizer.encode(f" {word}").ids)


def _known(tokenizer: Tokenizer, name: str) -> int:
    index = tokenizer.token_to_id(name)
    if index is None:
        raise KeyError(name)
    return index
