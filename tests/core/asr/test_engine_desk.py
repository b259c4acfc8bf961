"""Which orders begin together."""

import numpy as np

from dabir_core.asr.decoding import begin_search
from dabir_core.asr.engine_desk import Desk
from dabir_core.asr.orders import Claim, DecodeOrder, EncodedWindow, Ticket
from dabir_core.asr.search import BeamRule, Beginning, DecodingRequest
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from tests.fakes import FakeEngine
from tests.scripted import END, START, small_checkpoint

KNOWN = small_checkpoint(positions=448)


def order(request: DecodingRequest) -> DecodeOrder:
    encoded = FakeEngine(lambda *_: END, KNOWN.dimensions).encode(np.zeros((1, 80, 3000), np.float32))
    window = EncodedWindow(encoded, np.zeros((1, KNOWN.dimensions.vocabulary), np.float32), None)
    search = begin_search(Beginning(KNOWN, request, (START, 22, 26, 29), cap=9, no_speech=0.0))
    return DecodeOrder(Ticket(Claim(Urgency.FILE, CancelToken())), window, search, request.rows, has_context=False)


def test_a_beam_search_begins_alone() -> None:
    beams, first, second = (order(DecodingRequest("fa", beams=rule)) for rule in (BeamRule(2), None, None))
    desk = Desk(Urgency.FILE)
    for each in (beams, first, second):
        desk.take(each, 0.0)
    assert desk.next_group(8) == [beams]
    assert desk.next_group(8) == [first, second]
