"""What a blocking call leaves behind."""

import gc
import weakref
from contextlib import suppress

from dabir_core.asr.orders import Claim, EncodedWindow, Ticket, Withdrawn
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from tests.fakes import FakeEngine


def test_a_call_that_was_withdrawn_holds_no_window() -> None:
    cancel = CancelToken()
    cancel.cancel()
    held: list[weakref.ref[FakeEngine]] = []

    def call() -> None:
        window = FakeEngine(lambda *_: 0)
        held.append(weakref.ref(window))
        Ticket[EncodedWindow](Claim(Urgency.FILE, cancel)).wait()

    gc.disable()
    try:
        with suppress(Withdrawn):
            call()
        assert held[0]() is None
    finally:
        gc.enable()
