from dataclasses import replace

import pytest

from dabir_core.errors import NotMedia
from dabir_core.fetch import Received
from dabir_core.progress import Progress
from dabir_desktop.batch import ItemState, Remark
from dabir_desktop.i18n import Interface
from dabir_desktop.models.queue_text import QueueText
from dabir_desktop.pace import Pace
from dabir_desktop.runner import Run
from tests.desktop.work_items import item

LRI, PDI = "\u2066", "\u2069"


@pytest.mark.parametrize(
    ("seconds", "en", "fa"),
    [
        (0.0, "less than a minute left", "کمتر از یک دقیقه مانده"),
        (50.0, "less than a minute left", "کمتر از یک دقیقه مانده"),
        (61.0, "about 2 min left", "حدود ۲ دقیقه مانده"),
        (3540.0, "about 59 min left", "حدود ۵۹ دقیقه مانده"),
        (3541.0, "about 1 h left", "حدود ۱ ساعت مانده"),
        (4500.0, "about 1 h 15 min left", "حدود ۱ ساعت و ۱۵ دقیقه مانده"),
        (4501.0, "about 1 h 20 min left", "حدود ۱ ساعت و ۲۰ دقیقه مانده"),
        (7199.0, "about 2 h left", "حدود ۲ ساعت مانده"),
    ],
)
def test_time_left_is_never_more_exact_than_it_is_known(
    seconds: float, en: str, fa: str, english: Interface, persian: Interface
) -> None:
    assert QueueText(english).time_left(seconds) == en
    assert QueueText(persian).time_left(seconds) == fa


def working(progress: Progress | None) -> Run:
    run = Run(item(1, ItemState.WORKING), Pace())
    run.progress = progress
    return run


def test_a_row_says_how_far_an_item_is(english: Interface, persian: Interface) -> None:
    half = working(Progress(754.0, 3600.0))
    assert QueueText(english).detail(half.item, half, 0.0) == f"{LRI}12:34{PDI} of {LRI}1:00:00{PDI}"
    assert QueueText(persian).detail(half.item, half, 0.0) == f"{LRI}۱۲:۳۴{PDI} از {LRI}۱:۰۰:۰۰{PDI}"
    unknown = working(Progress(5.0, None))
    assert QueueText(english).detail(unknown.item, unknown, 0.0) == f"{LRI}0:05{PDI} so far"
    assert QueueText(english).detail(item(1, ItemState.WORKING), working(None), 0.0) == "Getting ready"


def test_time_left_stands_behind_once_it_is_known(english: Interface) -> None:
    run = working(Progress(60.0, 600.0))
    for moment in range(7):
        run.pace.observe(float(moment), 10.0 * moment)
    assert QueueText(english).detail(run.item, run, 6.0).endswith(" · about 1 min left")


def test_bytes_are_written_in_the_language_of_the_window(english: Interface, persian: Interface) -> None:
    run = Run(item(1, ItemState.FETCHING), Pace(), received=Received(1_500_000, 40_000_000))
    assert QueueText(english).detail(run.item, run, 0.0) == f"Fetching the sound · {LRI}1.5 MB{PDI} of {LRI}40 MB{PDI}"
    assert QueueText(persian).detail(run.item, run, 0.0) == "در حال دریافت صدا · ۱٫۵ مگابایت از ۴۰ مگابایت"
    run.received = Received(1_500_000, None)
    assert QueueText(persian).detail(run.item, run, 0.0) == "در حال دریافت صدا · ۱٫۵ مگابایت"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ItemState.WAITING, "Waiting"),
        (ItemState.FETCHING, "Fetching the sound"),
        (ItemState.KEEPING, "Storing the text"),
        (ItemState.DONE, "Done"),
        (ItemState.CANCELLED, "Stopped"),
    ],
)
def test_each_state_has_its_words(english: Interface, state: ItemState, said: str) -> None:
    assert QueueText(english).detail(item(1, state), None, 0.0) == said


def test_what_people_should_know_is_said(english: Interface, persian: Interface) -> None:
    failed = replace(item(1, ItemState.FAILED), error=NotMedia("a.txt"))
    assert QueueText(english).detail(failed, None, 0.0).startswith("The file “\u2068a.txt\u2069” is not sound or video")
    silent = replace(item(1, ItemState.DONE), remark=Remark.NO_SPEECH)
    assert QueueText(persian).detail(silent, None, 0.0) == "گفتاری در آن شنیده نشد"
    resumed = replace(item(1), reached=61.0)
    assert QueueText(english).detail(resumed, None, 0.0) == f"Waiting · goes on at {LRI}1:01{PDI}"
