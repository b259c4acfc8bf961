"""What the window shows: the first run, idle, recording, working, reading. Pure: each event gives the next state.

    welcome ──closed──► idle
    idle ──given──► working ──the only one is done──► reading ──closed──► idle, or working while anything waits
      └──recorded──► recording ──stopped──► working

Sound goes before everything: while something is recorded, nothing takes its page away by itself, and what is given then
is queued behind it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Page(StrEnum):
    """What fills the window."""

    WELCOME = "welcome"
    IDLE = "idle"
    RECORDING = "recording"
    WORKING = "working"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Flow:
    """One state of the window.

    is_recording  whether the microphone is being recorded, on whatever page
    waiting       jobs that are not over
    batch         jobs that were given since the queue was last empty
    """

    page: Page = Page.IDLE
    is_recording: bool = False
    waiting: int = 0
    batch: int = 0

    def given(self, count: int = 1) -> "Flow":
        """Files or links were given: work starts at once, or waits behind a recording."""
        if count == 0:
            return self
        batch = count if self.waiting == 0 else self.batch + count
        page = self.page if self.is_recording else Page.WORKING
        return replace(self, page=page, waiting=self.waiting + count, batch=batch)

    def left_over(self) -> "Flow":
        """A job of the last start goes on; whoever opens the window now has something else in mind."""
        return replace(self, waiting=self.waiting + 1, batch=self.batch + 1)

    def recorded(self) -> "Flow":
        """The microphone is being recorded."""
        return replace(self, page=Page.RECORDING, is_recording=True)

    def stopped(self, *, is_kept: bool) -> "Flow":
        """The recording ended; one that is kept is given to be transcribed next."""
        left = replace(self, is_recording=False)
        if self.page is not Page.RECORDING:
            return left
        return replace(left, page=Page.WORKING) if is_kept else left.closed()

    def over(self, *, is_readable: bool) -> "Flow":
        """A job ended; what comes of a single one is read at once, if it can be."""
        waiting = max(0, self.waiting - 1)
        is_single = waiting == 0 and self.batch == 1 and is_readable
        page = Page.READING if is_single and self.page is Page.WORKING else self.page
        return replace(self, page=page, waiting=waiting)

    def opened(self) -> "Flow":
        """A transcript was opened to be read."""
        return replace(self, page=Page.READING)

    def closed(self) -> "Flow":
        """Away from this page: to the recording, to what is being worked on, or to the beginning."""
        if self.is_recording and self.page is not Page.RECORDING:
            return replace(self, page=Page.RECORDING)
        if self.is_recording:
            return self
        is_waiting = self.waiting > 0 and self.page is not Page.WORKING
        return replace(self, page=Page.WORKING if is_waiting else Page.IDLE)

    def watched(self) -> "Flow":
        """To the queue, whatever is in it."""
        return self if self.is_recording else replace(self, page=Page.WORKING)
