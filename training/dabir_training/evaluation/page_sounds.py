"""The sounds of a page's utterances: small files beside it, in a form that every browser plays (MP3, by libsndfile)."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.errors import PreparedSetWrong
from dabir_training.evaluation.clip_reading import clip_sound
from dabir_training.evaluation.page import SOUNDS
from dabir_training.evaluation.results import Judged
from dabir_training.manifest import PreparedSet, Split


def write_sounds(prepared: PreparedSet, split: Split, judged: Sequence[Judged], *, folder: Path) -> list[str]:
    """Writes the utterances' sounds and gives their files as seen from the folder; "" where a clip is gone.

    Raises: PreparedSetWrong for a damaged manifest; OSError.
    """
    import soundfile

    shutil.rmtree(folder / SOUNDS, ignore_errors=True)
    (folder / SOUNDS).mkdir(parents=True)
    wanted = {each.utterance.id for each in judged}
    clips = {clip.id: clip for clip in prepared.clips(split) if clip.id in wanted}
    written = dict.fromkeys(wanted, "")
    for number, judged_one in enumerate(judged, start=1):
        clip = clips.get(judged_one.utterance.id)
        with suppress(PreparedSetWrong):
            if clip is not None:
                file = f"{SOUNDS}/{number:03}.mp3"
                soundfile.write(folder / file, clip_sound(prepared, clip), SAMPLE_RATE_HZ, format="MP3")
                written[clip.id] = file
    return [written[each.utterance.id] for each in judged]
