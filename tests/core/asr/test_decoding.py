import math

import numpy as np
import pytest

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.decoding import Opening, open_rows
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.language import candidate_log_probabilities
from dabir_core.asr.orders import Claim
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.search import DecodingRequest
from dabir_core.errors import CheckpointCorrupt, OptionError
from dabir_core.options import Task, Urgency
from dabir_core.progress import CancelToken
from dabir_core.transcript import EndedBy
from tests.decoding_at_once import decode
from tests.fakes import FakeEngine
from tests.scripted import (
    END,
    LANGUAGES,
    NO_SPEECH,
    NO_TIMESTAMPS,
    SIZE,
    START,
    T0,
    TRANSCRIBE,
    TRANSLATE,
    ScriptedCache,
    ScriptedEncoded,
    peaks,
    small_checkpoint,
)

FA = DecodingRequest("fa")
KNOWN = small_checkpoint()


def decoded(encoded: ScriptedEncoded, *requests: DecodingRequest, positions: int = 32) -> list[Hypothesis]:
    checkpoint = small_checkpoint(positions=positions)
    return decode(open_rows(encoded, range(encoded.windows), checkpoint=checkpoint), requests, checkpoint=checkpoint)


def test_end_of_text_ends_a_row_and_stays_out_of_its_tokens() -> None:
    (hypothesis,) = decoded(ScriptedEncoded([[7, 8, 9, END]]), FA)
    assert hypothesis.tokens == (7, 8, 9)
    assert hypothesis.ended_by is EndedBy.END_OF_TEXT
    assert len(hypothesis.log_probabilities) == 4


def test_a_row_without_end_of_text_runs_to_the_last_position() -> None:
    (hypothesis,) = decoded(ScriptedEncoded([[]]), FA, positions=32)
    # 32 positions less start-of-transcript, language, task and no-timestamps
    assert hypothesis.tokens == (5,) * 28
    assert hypothesis.ended_by is EndedBy.TOKEN_CAP
    assert len(hypothesis.log_probabilities) == 28


def test_each_request_caps_its_own_row() -> None:
    encoded = ScriptedEncoded([[], [], [7, END]])
    requests = [DecodingRequest("fa", max_tokens=cap) for cap in (3, 6, 2)]
    first, second, third = decoded(encoded, *requests)
    assert (first.tokens, first.ended_by) == ((5,) * 3, EndedBy.TOKEN_CAP)
    assert (second.tokens, second.ended_by) == ((5,) * 6, EndedBy.TOKEN_CAP)
    assert (third.tokens, third.ended_by) == ((7,), EndedBy.END_OF_TEXT)


def test_the_prompt_is_fed_in_two_steps_and_then_one_token_at_a_time() -> None:
    encoded = ScriptedEncoded([[7, END], [8, END]])
    decoded(encoded, FA, DecodingRequest("en", task=Task.TRANSLATE))
    rest = [[LANGUAGES["fa"], TRANSCRIBE, NO_TIMESTAMPS], [LANGUAGES["en"], TRANSLATE, NO_TIMESTAMPS]]
    assert encoded.caches[0].fed == [[[START], [START]], rest, [[7], [8]]]


def test_with_timestamps_the_prompt_ends_with_the_task() -> None:
    encoded = ScriptedEncoded([[T0, 7, T0 + 4, END]], prompt_length=3)
    (hypothesis,) = decoded(encoded, DecodingRequest("fa", timestamps=True))
    assert encoded.caches[0].fed[1] == [[LANGUAGES["fa"], TRANSCRIBE]]
    assert hypothesis.tokens == (T0, 7, T0 + 4)


def test_finished_rows_leave_the_batch() -> None:
    encoded = ScriptedEncoded([[7, 8, 9, 10, END], [END - 1, END], [11, 12, 13, END], [14, END]])
    hypotheses = decoded(encoded, FA, FA, FA, FA)
    assert [hypothesis.tokens for hypothesis in hypotheses] == [(7, 8, 9, 10), (END - 1,), (11, 12, 13), (14,)]
    assert [len(step) for step in encoded.caches[0].fed] == [4, 4, 4, 2, 2, 1]


def test_a_window_may_be_listened_to_by_several_rows() -> None:
    encoded = ScriptedEncoded([[7, END], [8, END]])
    opening = open_rows(encoded, [1, 1, 0], checkpoint=KNOWN)
    assert [hypothesis.tokens for hypothesis in decode(opening, [FA, FA, FA], checkpoint=KNOWN)] == [(8,), (8,), (7,)]


def test_earlier_text_takes_its_positions_from_the_cap() -> None:
    checkpoint = small_checkpoint(positions=32)
    with Scheduler(FakeEngine(lambda *_: 7, checkpoint.dimensions), checkpoint) as scheduler:
        heard = scheduler.encode(np.zeros((1, 80, 3000), np.float32), Claim(Urgency.FILE, CancelToken()))
        assert len(heard.decode(FA).tokens) == 32 - 4
        assert len(heard.decode(FA, context=(3, 4)).tokens) == 32 - 4 - 3


def test_an_english_only_checkpoint_that_tells_times_speaks_right_after_the_start() -> None:
    encoded = ScriptedEncoded([[T0, 7, T0 + 1, END]], prompt_length=1)
    checkpoint = small_checkpoint(multilingual=False)
    opening = open_rows(encoded, [0], checkpoint=checkpoint)
    (hypothesis,) = decode(opening, [DecodingRequest("en", timestamps=True)], checkpoint=checkpoint)
    assert hypothesis.tokens == (T0, 7, T0 + 1)
    assert encoded.caches[0].fed[1] == [[T0]]


class CancellingCache(ScriptedCache):
    cancel: CancelToken
    after: int

    def step(self, tokens: TokenIds) -> Logits:
        if len(self.fed) == self.after:
            self.cancel.cancel()
        return super().step(tokens)


@pytest.mark.parametrize("after", [1, 2, 5])
def test_cancel_stops_within_the_step_and_keeps_what_was_said(after: int) -> None:
    encoded = ScriptedEncoded([[]])
    opening = open_rows(encoded, [0], checkpoint=KNOWN)
    cache = CancellingCache(encoded, [0], length=1, fed=[[[START]]])
    cache.cancel, cache.after = CancelToken(), after
    (hypothesis,) = decode(Opening(cache, opening.logits), [FA], checkpoint=KNOWN, cancel=cache.cancel)
    assert hypothesis.ended_by is EndedBy.CANCEL
    # The step in which it was asked is finished, the next one is not begun.
    assert len(cache.fed) == after + 1
    assert hypothesis.tokens == (5,) * after
    assert len(hypothesis.log_probabilities) == after


def test_a_cancelled_decoding_that_never_began_says_nothing() -> None:
    cancel = CancelToken()
    cancel.cancel()
    encoded = ScriptedEncoded([[7, END], [8, END]])
    opening = open_rows(encoded, [0, 1], checkpoint=KNOWN)
    hypotheses = decode(opening, [FA, FA], checkpoint=KNOWN, cancel=cancel)
    assert [(h.tokens, h.log_probabilities, h.ended_by) for h in hypotheses] == [((), (), EndedBy.CANCEL)] * 2
    assert len(encoded.caches[0].fed) == 1


def test_rows_that_ended_before_the_cancel_keep_their_end() -> None:
    encoded = ScriptedEncoded([[7, END], []])
    opening = open_rows(encoded, [0, 1], checkpoint=KNOWN)
    cache = CancellingCache(encoded, [0, 1], length=1, fed=[[[START], [START]]])
    cache.cancel, cache.after = CancelToken(), 4
    ended, cancelled = decode(Opening(cache, opening.logits), [FA, FA], checkpoint=KNOWN, cancel=cache.cancel)
    assert (ended.tokens, ended.ended_by) == ((7,), EndedBy.END_OF_TEXT)
    assert cancelled.ended_by is EndedBy.CANCEL


def test_log_probabilities_are_of_what_the_rules_left_over() -> None:
    logits = np.full((1, SIZE), -100.0, dtype=np.float32)
    logits[0, [1, 6, 7]] = [9.0, math.log(3.0), 0.0]  # 1 is suppressed by the checkpoint
    (hypothesis,) = decoded(ScriptedEncoded([[]], logits=logits), DecodingRequest("fa", max_tokens=1))
    assert hypothesis.tokens == (6,)
    assert hypothesis.log_probabilities == pytest.approx((math.log(0.75),), abs=1e-6)


def test_no_speech_is_read_where_the_start_was_fed() -> None:
    opening = np.full((2, SIZE), -np.inf, dtype=np.float32)
    opening[0, [NO_SPEECH, 5]] = [math.log(4.0), 0.0]
    opening[1, [NO_SPEECH, 5]] = [0.0, math.log(9.0)]
    loud, quiet = decoded(ScriptedEncoded([[7, END]] * 2, opening=opening), FA, FA)
    assert loud.no_speech_probability == pytest.approx(0.8, abs=1e-6)
    assert quiet.no_speech_probability == pytest.approx(0.1, abs=1e-6)


def test_the_same_step_tells_the_language() -> None:
    opening = peaks([LANGUAGES["en"], LANGUAGES["fa"]])
    encoded = ScriptedEncoded([[], []], opening=opening)
    rows = open_rows(encoded, [0, 1], checkpoint=KNOWN)
    # one peak of 20 among three languages: the others are 20 nats below it
    assert candidate_log_probabilities(rows.logits, KNOWN.vocabulary, candidates=("fa", "en")) == [
        pytest.approx((-20.0, 0.0), abs=1e-6),
        pytest.approx((0.0, -20.0), abs=1e-6),
    ]
    assert len(encoded.caches[0].fed) == 1


def test_a_forced_language_is_obeyed_whatever_is_heard() -> None:
    encoded = ScriptedEncoded([[7, END]], opening=peaks([LANGUAGES["en"]]))
    decoded(encoded, FA)
    assert encoded.caches[0].fed[1][0][0] == LANGUAGES["fa"]


def test_a_language_that_the_checkpoint_lacks_is_refused() -> None:
    with pytest.raises(OptionError):
        decoded(ScriptedEncoded([[]]), DecodingRequest("ko"))


def test_translating_with_an_english_only_checkpoint_is_refused() -> None:
    checkpoint = small_checkpoint(multilingual=False)
    opening = open_rows(ScriptedEncoded([[]]), [0], checkpoint=checkpoint)
    with pytest.raises(OptionError):
        decode(opening, [DecodingRequest("en", task=Task.TRANSLATE)], checkpoint=checkpoint)


@pytest.mark.parametrize("temperature", [0.0, 1.0])
@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_broken_weights_are_told_instead_of_read(broken: float, temperature: float) -> None:
    logits = np.zeros((1, SIZE), dtype=np.float32)
    logits[0, 7] = broken
    with pytest.raises(CheckpointCorrupt):
        decoded(ScriptedEncoded([[]], logits=logits), DecodingRequest("fa", temperature=temperature))


def test_a_checkpoint_that_suppresses_every_token_is_told() -> None:
    checkpoint = small_checkpoint(suppressed=tuple(range(END)))  # and end-of-text may not stand first
    opening = open_rows(ScriptedEncoded([[]]), [0], checkpoint=checkpoint)
    with pytest.raises(CheckpointCorrupt):
        decode(opening, [FA], checkpoint=checkpoint)


def sampled(logits: Logits, *requests: DecodingRequest) -> list[tuple[int, ...]]:
    encoded = ScriptedEncoded([[]] * len(requests), logits=np.repeat(logits, len(requests), axis=0))
    return [hypothesis.tokens for hypothesis in decoded(encoded, *requests)]


def test_a_seed_makes_sampling_repeatable_in_any_company() -> None:
    flat = np.zeros((1, SIZE), dtype=np.float32)
    one, two = (DecodingRequest("fa", temperature=1.0, seed=seed, max_tokens=12) for seed in (1, 2))
    greedy = DecodingRequest("fa", max_tokens=12)
    (alone,) = sampled(flat, one)
    other, together, likeliest = sampled(flat, two, one, greedy)
    assert alone == together
    assert other != together
    # 0 is the blank, which may not stand first; 1 is suppressed.
    assert likeliest == (2, *[0] * 11)


class StopsAt:
    """Obeys `StepGuard`: stops the rows whose last token is listed; remembers what it was shown."""

    def __init__(self, *tokens: int) -> None:
        self.tokens = tokens
        self.seen: list[list[int]] = []

    def stops(self, tokens: TokenIds) -> bool:
        self.seen.append(tokens.tolist())
        return int(tokens[-1]) in self.tokens


def test_a_guard_ends_its_row_alone_and_keeps_what_was_said() -> None:
    encoded = ScriptedEncoded([[7, 8, 9, END], [10, 11, 12, 13], [14, END]])
    guard = StopsAt(11)
    opening = open_rows(encoded, range(3), checkpoint=KNOWN)
    first, second, third = decode(opening, [FA, FA, FA], checkpoint=KNOWN, guard=guard)
    assert (first.tokens, first.ended_by) == ((7, 8, 9), EndedBy.END_OF_TEXT)
    assert (second.tokens, second.ended_by) == ((10, 11), EndedBy.GUARD)
    assert len(second.log_probabilities) == 2
    assert (third.tokens, third.ended_by) == ((14,), EndedBy.END_OF_TEXT)
    # three rows, then all go on; the second is stopped while the third ends; the first goes on alone
    assert [len(step) for step in encoded.caches[0].fed] == [3, 3, 3, 1, 1]
    assert guard.seen == [[7], [10], [14], [7, 8], [10, 11], [7, 8, 9]]


def test_a_guard_that_stops_all_rows_ends_the_decoding() -> None:
    encoded = ScriptedEncoded([[], []])
    opening = open_rows(encoded, range(2), checkpoint=KNOWN)
    hypotheses = decode(opening, [FA, FA], checkpoint=KNOWN, guard=StopsAt(5))
    assert [(h.tokens, h.ended_by) for h in hypotheses] == [((5,), EndedBy.GUARD)] * 2
    assert len(encoded.caches[0].fed) == 2
