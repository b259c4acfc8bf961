"""What a row of the queue says of its item, in the language of the window."""

from math import ceil

from dabir_core.fetch import Received
from dabir_core.readable import readable_bytes
from dabir_core.units import Seconds
from dabir_desktop.batch import ItemState, QueueItem, Remark
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.runner import Run

_WAITING = Phrase(en="Waiting", fa="در نوبت")
_GOES_ON = Phrase(en="Waiting · goes on at {place}", fa="در نوبت · از {place} ادامه پیدا می‌کند")
_FETCHING = Phrase(en="Fetching the sound", fa="در حال دریافت صدا")
_FETCHED = Phrase(en="Fetching the sound · {done}", fa="در حال دریافت صدا · {done}")
_FETCHED_OF = Phrase(en="Fetching the sound · {done} of {total}", fa="در حال دریافت صدا · {done} از {total}")
_STARTING = Phrase(en="Getting ready", fa="در حال آماده شدن")
_WORKING = Phrase(en="{done} of {total}", fa="{done} از {total}")
_WORKING_ON = Phrase(en="{done} so far", fa="تا {done}")
_KEEPING = Phrase(en="Storing the text", fa="در حال ذخیرهٔ متن")
_DONE = Phrase(en="Done", fa="آماده است")
_CANCELLED = Phrase(en="Stopped", fa="متوقف شد")
_REMARKS = {
    Remark.NO_SPEECH: Phrase(en="No speech was heard in it", fa="گفتاری در آن شنیده نشد"),
    Remark.NOT_WRITTEN_BESIDE: Phrase(
        en="Done, but no file could be written beside the recording", fa="آماده است، ولی کنار فایل چیزی نوشته نشد"
    ),
}
_MOMENTS = Phrase(en="less than a minute left", fa="کمتر از یک دقیقه مانده")
_MINUTES = Phrase(en="about {minutes} min left", fa="حدود {minutes} دقیقه مانده")
_HOURS = Phrase(en="about {hours} h {minutes} min left", fa="حدود {hours} ساعت و {minutes} دقیقه مانده")
_WHOLE_HOURS = Phrase(en="about {hours} h left", fa="حدود {hours} ساعت مانده")
_UNITS = {"kB": "کیلوبایت", "MB": "مگابایت", "GB": "گیگابایت", "TB": "ترابایت"}


class QueueText:
    """Words for items of the queue."""

    def __init__(self, interface: Interface) -> None:
        self._interface = interface

    def detail(self, item: QueueItem, run: Run | None, moment: Seconds) -> str:
        """One line: where the item is, and how long it takes if that can be told."""
        say = self._interface.text
        if item.state is ItemState.FAILED and item.error is not None:
            return self._interface.error(item.error)
        if item.state is ItemState.WORKING:
            return self._working(run, moment)
        if item.state is ItemState.FETCHING:
            return self._fetching(run.received if run else None)
        if item.state is ItemState.WAITING:
            return say(_GOES_ON, place=self._interface.clock(item.reached)) if item.reached else say(_WAITING)
        if item.state is ItemState.DONE and item.remark is not None:
            return say(_REMARKS[item.remark])
        plain = {ItemState.KEEPING: _KEEPING, ItemState.DONE: _DONE}
        return say(plain.get(item.state, _CANCELLED))

    def time_left(self, seconds: Seconds) -> str:
        """«about 3 min left»: never more exact than it is known."""
        say, digits = self._interface.text, self._interface.digits
        if seconds <= 50:
            return say(_MOMENTS)
        minutes = ceil(seconds / 60)
        if minutes < 60:
            return say(_MINUTES, minutes=digits(str(minutes)))
        hours, rest = divmod(5 * ceil(minutes / 5), 60)
        if not rest:
            return say(_WHOLE_HOURS, hours=digits(str(hours)))
        return say(_HOURS, hours=digits(str(hours)), minutes=digits(str(rest)))

    def _working(self, run: Run | None, moment: Seconds) -> str:
        if run is None or run.progress is None:
            return self._interface.text(_STARTING)
        done, total = run.progress.done, run.progress.total
        if total is None:
            return self._interface.text(_WORKING_ON, done=self._interface.clock(done))
        place = self._interface.text(_WORKING, done=self._interface.clock(done), total=self._interface.clock(total))
        left = run.seconds_left(moment)
        return place if left is None else f"{place} · {self.time_left(left)}"

    def _fetching(self, received: Received | None) -> str:
        if received is None:
            return self._interface.text(_FETCHING)
        done = self._bytes(received.done_bytes)
        if received.total_bytes is None:
            return self._interface.text(_FETCHED, done=done)
        return self._interface.text(_FETCHED_OF, done=done, total=self._bytes(received.total_bytes))

    def _bytes(self, count: int) -> str:
        amount, _, unit = readable_bytes(count).partition(" ")
        if self._interface.language == "en":
            return left_to_right(f"{amount} {unit}")
        return f"{self._interface.digits(amount)} {_UNITS[unit]}"
