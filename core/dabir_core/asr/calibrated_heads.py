"""The alignment heads that were found for one checkpoint on this machine, kept in a small file beside it.

They come before those of generation_config.json, which a fine-tune may have lost or taken over from another model.
The file holds (decoder layer, head) pairs and nothing else; one that names a head the checkpoint does not have, or that
cannot be read, counts as absent.
"""

import json
from pathlib import Path
from typing import Final

from dabir_core.asr.architecture import Heads
from dabir_core.asr.checkpoint_files import read_json_if_there
from dabir_core.asr.configuration import read_alignment_heads
from dabir_core.asr.dimensions import Dimensions
from dabir_core.errors import CheckpointCorrupt, OutputError
from dabir_core.whole_file import write_whole

FILE_NAME: Final = "dabir-heads.json"


def calibrated_heads(folder: Path, sizes: Dimensions) -> Heads:
    """The heads of the folder's file; none where there is no file that fits."""
    try:
        content = read_json_if_there(folder / FILE_NAME)
    except CheckpointCorrupt:
        return ()
    return read_alignment_heads(content, sizes)


def store_heads(folder: Path, heads: Heads) -> Path:
    """Keeps the heads beside the checkpoint; whoever loads it next aligns with them. Gives the file.

    Raises: OutputError if the folder is closed to us.
    """
    path = folder / FILE_NAME
    try:
        write_whole(path, json.dumps({"alignment_heads": heads}) + "\n")
    except OSError as cause:
        raise OutputError(str(path), detail=str(cause)) from cause
    return path
