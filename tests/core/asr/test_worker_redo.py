"""A part of a transcript made again in the worker process, with the demo checkpoint."""

from dataclasses import replace
from pathlib import Path

from dabir_core.asr.messages import Done, Failed
from dabir_core.asr.redo import Excerpt
from dabir_core.asr.worker import WorkerClient
from dabir_core.errors import OptionError
from dabir_core.options import TranscribeOptions
from dabir_core.transcript import Transcript
from tests.end_to_end.command import DEMO_TEXT

DEMO = Path(__file__).parents[3] / "samples" / "demo.ogg"
PERSIAN = TranscribeOptions(language="fa")


def last(client: WorkerClient, job: int) -> Done | Failed:
    return next(message for message in client.events() if isinstance(message, Done | Failed) and message.job == job)


def test_a_spoilt_part_is_made_again_and_the_rest_kept(tmp_path: Path) -> None:
    client = WorkerClient.start("demo", journal=tmp_path / "journal" / "windows.sqlite3")
    try:
        whole = last(client, client.submit(DEMO, PERSIAN))
        assert isinstance(whole, Done)
        assert isinstance(whole.outcome, Transcript)
        first, spoilt, *others = whole.outcome.segments
        base = replace(whole.outcome, segments=(first, replace(spoilt, text="خط‌خطی", words=()), *others))
        again = last(client, client.redo(base, Excerpt(spoilt.start, spoilt.end), source=DEMO, options=PERSIAN))
        assert isinstance(again, Done)
        assert isinstance(again.outcome, Transcript)
        assert again.outcome.text.split() == DEMO_TEXT.split()
        assert again.outcome.segments[0] == first
        refused = last(client, client.redo(base, Excerpt(9000.0, 9001.0), source=DEMO, options=PERSIAN))
        assert isinstance(refused, Failed)
        assert isinstance(refused.error, OptionError)
    finally:
        client.close()
