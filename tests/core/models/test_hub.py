"""Questions to a hub that answers too slowly or not at all: they end when they must, and when somebody asks."""

import threading
import time

import pytest

from dabir_core.errors import HubUnreachable
from dabir_core.models import InstallCancelled, InstallOptions, install
from dabir_core.models.hub import Address, Hub
from dabir_core.models.transfer import Stopped
from dabir_core.progress import CancelToken
from tests.core.models.conftest import DEMO_ID
from tests.hub_server import Fault, LocalHub

DRIPPING = Fault(DEMO_ID, origin="hub", drip_seconds=0.05, times=99)
"""An answer of some thousand bytes, which takes minutes; no read waits for long."""
SILENT = Fault(DEMO_ID, origin="hub", delay_seconds=3.0, times=99)

pytestmark = pytest.mark.usefixtures("home")


def test_an_answer_that_drips_is_given_up_at_its_deadline_and_not_asked_for_again(hub: LocalHub) -> None:
    Hub(Address(hub.endpoint)).describe(DEMO_ID, None, cancel=CancelToken())  # the libraries are loaded then
    hub.asked.clear()
    hub.faults.append(DRIPPING)
    asking = Hub(Address(hub.endpoint, answer_deadline=1.0))
    with pytest.raises(HubUnreachable) as caught:
        asking.describe(DEMO_ID, None, cancel=CancelToken())
    asking.close()
    assert caught.value.subject == DEMO_ID
    assert len(hub.asked) == 1


@pytest.mark.parametrize("fault", [DRIPPING, SILENT], ids=["dripping", "silent"])
def test_stopping_does_not_wait_for_the_answer(hub: LocalHub, fault: Fault) -> None:
    hub.faults.append(fault)
    cancel, asked = CancelToken(), list[float]()

    def stop() -> None:
        asked.append(time.monotonic())
        cancel.cancel()

    threading.Timer(0.5, stop).start()
    outcome = install(DEMO_ID, InstallOptions(mirror=hub.endpoint), cancel=cancel)
    assert isinstance(outcome, InstallCancelled)
    assert time.monotonic() - asked[0] < 1.0  # of minutes, or 3 s


def test_who_has_asked_to_stop_gets_no_answer(hub: LocalHub) -> None:
    hub.faults.append(SILENT)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Stopped):
        Hub(Address(hub.endpoint)).describe(DEMO_ID, None, cancel=cancel)


def test_a_question_that_was_given_up_leaves_the_way_free_for_the_next(hub: LocalHub) -> None:
    hub.faults.append(Fault(DEMO_ID, origin="hub", drip_seconds=0.05))
    asking = Hub(Address(hub.endpoint, answer_deadline=1.0))
    with pytest.raises(HubUnreachable):
        asking.describe(DEMO_ID, None, cancel=CancelToken())
    assert Hub(Address(hub.endpoint)).describe(DEMO_ID, None, cancel=CancelToken()).hub_id == DEMO_ID
