"""From a planned window to what the model is given: the clips are read, put in their places, mixed and written down."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from dabir_core.arrays import LogMel, Waveform
from dabir_core.speech import log_mel
from dabir_core.units import HOP_SAMPLES, to_samples, to_seconds
from dabir_training.configuration import AugmentSettings
from dabir_training.windows.clip_reader import ClipReader
from dabir_training.windows.epoch_plan import PlannedWindow
from dabir_training.windows.examples import Example
from dabir_training.windows.masks import masked
from dabir_training.windows.mixing import Mixer, Placed, speech_mask
from dabir_training.windows.noise import NoiseFolder
from dabir_training.windows.target import Target
from dabir_training.windows.tokens import Passage, Request, answer, fitting_passages

_HEARD_SAMPLES: Final = to_samples(0.1)
"""So much of a clip must be heard before the window's end cuts it, or it does not begin there."""


class WindowMaker:
    """Makes windows of one index for one model."""

    def __init__(self, reader: ClipReader, target: Target, augment: AugmentSettings) -> None:
        """Raises: RunFileWrong for a folder of noise without recordings."""
        self._reader, self._target, self._augment = reader, target, augment
        self._mixer = Mixer(augment, NoiseFolder.listed(augment.noise_folder), reader.voices)

    def example(self, window: PlannedWindow, rng: np.random.Generator) -> Example:
        """The window; the same for the same generator."""
        request = Request(self._reader.index.codes[window.language], window.has_times, self._previous(window))
        clips = self._fitting(window, request)
        written = answer([_passage(clip) for clip in clips], request, self._target)
        sound, end = self._sound(window, clips, rng)
        return Example(
            input_features=self._features(window, sound, clips, rng),
            attention_mask=(np.arange(window.length // HOP_SAMPLES) * HOP_SAMPLES < end).astype(np.int64),
            decoder_input_ids=np.array(written.inputs, np.int64),
            labels=np.array(written.labels, np.int64),
        )

    def _previous(self, window: PlannedWindow) -> str:
        return " ".join(self._reader.index.clip(row).text.strip() for row in window.previous)

    def _fitting(self, window: PlannedWindow, request: Request) -> list[Placed]:
        """Clips that can be decoded and whose text has room; what is cut, only if its speech is."""
        read = ((piece, self._reader.placed(piece)) for piece in window.pieces)
        heard = [(piece, clip) for piece, clip in read if clip is not None]
        clips = [clip for _, clip in heard]
        fitting = len(fitting_passages([_passage(clip) for clip in clips], request, self._target))
        for piece, _ in heard[fitting:]:
            self._reader.skip(piece.row, "its text is longer than the model's")
        cut = self._cut(window) if fitting == len(window.pieces) else None
        if cut is not None and len(fitting_passages([*map(_passage, [*clips, cut])], request, self._target)) > fitting:
            return [*clips, cut]
        return clips[:fitting]

    def _cut(self, window: PlannedWindow) -> Placed | None:
        clip = None if window.straddler is None else self._reader.placed(window.straddler, is_whole=False)
        if clip is None or clip.at + clip.last <= window.length:
            return None
        return clip if clip.at + clip.first + _HEARD_SAMPLES <= window.length else None

    def _sound(self, window: PlannedWindow, clips: Sequence[Placed], rng: np.random.Generator) -> tuple[Waveform, int]:
        """The sound, and the sample where it ends and only filling follows."""
        if not clips:
            return self._mixer.emptiness(window.length, rng), window.length
        end = min(window.length, max(clip.at + clip.sound.size for clip in clips))
        return self._mixer.speech(clips, window.length, rng, is_clean=window.is_clean), end

    def _features(
        self, window: PlannedWindow, sound: Waveform, clips: Sequence[Placed], rng: np.random.Generator
    ) -> LogMel:
        features = log_mel(sound, mel_bins=self._target.sizes.mel_bins)
        if window.is_clean:
            return features
        is_speech = speech_mask(clips, window.length)[::HOP_SAMPLES]
        return masked(features, is_speech, rng, times=self._augment.mask_times, bands=self._augment.mask_bands)


def _passage(clip: Placed) -> Passage:
    end = to_seconds(clip.at + clip.last) if clip.is_whole else None
    return Passage(clip.text, to_seconds(clip.at + clip.first), end)
