import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core import Task, TranscribeOptions
from dabir_core.errors import DabirError, NotMedia
from dabir_core.formats import Kind
from dabir_core.link_errors import LinkGone
from dabir_core.options import Urgency
from dabir_core.text import Digits, DisplayRules
from dabir_desktop.batch import ItemState, Plan, Remark
from dabir_desktop.queue_rows import COLUMNS, from_row, to_row
from tests.desktop.work_items import item

OPTIONS = TranscribeOptions(
    language="fa",
    candidates=("fa", "ar"),
    task=Task.TRANSLATE,
    words=False,
    temperature=0.4,
    seed=3,
    prompt="نام‌ها: سارا",
    hot_words=("تهران", "دبیر"),
    display=DisplayRules(zwnj=False, digits=Digits.PERSIAN),
    urgency=Urgency.NOTE,
)
FULL = replace(
    item(3, ItemState.DONE, title="جلسهٔ ۱۲.mp3"),
    plan=Plan("whisper-small-fa", OPTIONS, (Kind.SRT, Kind.TXT)),
    link="https://example.com/a",
    duration=12.5,
    remark=Remark.NO_SPEECH,
    reached=7.25,
    kept_as=9,
)


@pytest.mark.parametrize("whole", [FULL, replace(item(1), source=None, link="https://example.com")])
def test_an_item_comes_back_as_it_was(whole: object) -> None:
    assert from_row(to_row(whole)) == whole  # type: ignore[arg-type]


@given(st.sampled_from(list(ItemState)), st.text(), st.floats(0, 1e6))
def test_any_item_comes_back(state: ItemState, title: str, reached: float) -> None:
    readable = title.encode("utf-8", "replace").decode()
    given_item = replace(item(1, state), title=readable, reached=reached)
    assert from_row(to_row(given_item)) == given_item


def test_a_file_name_that_is_no_text_comes_back() -> None:
    odd = Path(os.fsdecode(b"/sounds/\xff\xfe.ogg"))
    row = to_row(replace(item(1), source=odd, title=odd.name))
    assert from_row(row).source == odd
    row[COLUMNS.index("title")].encode("utf-8")  # SQLite takes it


@pytest.mark.parametrize("error", [NotMedia("a.txt"), LinkGone("example.com"), DabirError()])
def test_an_error_keeps_what_people_are_told(error: DabirError) -> None:
    back = from_row(to_row(replace(item(1), error=error))).error
    assert type(back) is type(error)
    assert back is not None
    assert back.subject == error.subject


def test_options_of_another_version_fall_back_to_plain_ones_in_the_same_language() -> None:
    row = list(to_row(FULL))
    options = json.loads(row[COLUMNS.index("options")]) | {"of_the_future": 1}
    row[COLUMNS.index("options")] = json.dumps(options)
    assert from_row(tuple(row)).plan.options == TranscribeOptions(language="fa")


def test_an_error_of_another_version_is_an_error_still() -> None:
    row = list(to_row(item(1)))
    row[COLUMNS.index("error")] = json.dumps(["OfTheFuture", "a.ogg"])
    error = from_row(tuple(row)).error
    assert type(error) is DabirError
    assert error.subject == "a.ogg"
