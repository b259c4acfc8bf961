import torch
from torch import Tensor

from dabir_core.asr.engines.torch_cache import KeysValues, Past, choose_rows, join_rows

LAYERS, HEADS, WIDTH = 2, 3, 4


def cross(rows: int) -> KeysValues:
    return [(torch.zeros(rows, HEADS, 9, WIDTH), torch.zeros(rows, HEADS, 9, WIDTH)) for _ in range(LAYERS)]


def numbered(rows: int, tokens: int, *, start: float) -> Tensor:
    """(B, H, L, D) of one value for each row and token."""
    values = start + 100 * torch.arange(rows)[:, None] + torch.arange(tokens)
    return values[:, None, :, None].expand(rows, HEADS, tokens, WIDTH)


def feed(past: Past, more: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Feeds all layers; layer n's keys are n thousands more, and its values negative."""
    past.reserve(more.shape[2])
    seen = [past.with_more(layer, more + 1000 * layer, -more - 1000 * layer) for layer in range(LAYERS)]
    past.keep_more()
    return seen


def test_tokens_stand_in_the_order_in_which_they_were_fed() -> None:
    past = Past.empty(cross(2))
    feed(past, numbered(2, 3, start=0))
    seen = feed(past, numbered(2, 2, start=3))
    for layer, (keys, values) in enumerate(seen):
        assert torch.equal(keys, numbered(2, 5, start=1000 * layer))
        assert torch.equal(values, -numbered(2, 5, start=1000 * layer))
    assert past.tokens == 5


def test_more_tokens_than_there_is_room_for_make_more_room() -> None:
    past, fed = Past.empty(cross(1)), 0
    for count in (1, 63, 1, 64, 200):
        ((keys, _), _) = feed(past, numbered(1, count, start=fed))
        fed += count
        assert torch.equal(keys, numbered(1, fed, start=0))


def test_a_step_that_broke_off_counts_for_nothing() -> None:
    past = Past.empty(cross(1))
    feed(past, numbered(1, 2, start=0))
    past.reserve(1)
    past.with_more(0, *[numbered(1, 1, start=77)] * 2)
    ((keys, _), _) = feed(past, numbered(1, 1, start=2))
    assert torch.equal(keys, numbered(1, 3, start=0))


def test_chosen_rows_are_copies() -> None:
    past = Past.empty(cross(2))
    feed(past, numbered(2, 2, start=0))
    past.choose(torch.tensor([1, 1, 0]))
    keys = feed(past, numbered(3, 1, start=50))[0][0]
    assert keys[:, 0, :, 0].tolist() == [[100, 101, 50], [100, 101, 150], [0, 1, 250]]


def test_joined_rows_end_together_and_what_comes_before_is_zero() -> None:
    past, other = Past.empty(cross(1)), Past.empty(cross(2))
    feed(past, numbered(1, 4, start=1))
    feed(other, numbered(2, 2, start=11))
    for each in (past, other):
        each.align(4)
    past.join(other)
    keys = feed(past, numbered(3, 1, start=0))[0][0]
    assert keys[:, 0, :, 0].tolist() == [[1, 2, 3, 4, 0], [0, 0, 11, 12, 100], [0, 0, 111, 112, 200]]


def test_padding_that_no_row_needs_is_cut() -> None:
    past = Past.empty(cross(1))
    feed(past, numbered(1, 5, start=1))
    past.align(2)
    assert past.tokens == 2
    keys = feed(past, numbered(1, 1, start=6))[0][0]
    assert keys[0, 0, :, 0].tolist() == [4, 5, 6]


def test_windows_are_chosen_and_joined_in_every_layer() -> None:
    heard = [(numbered(2, 2, start=0), numbered(2, 2, start=7)) for _ in range(LAYERS)]
    choose_rows(heard, torch.tensor([1]))
    join_rows(heard, [(numbered(1, 2, start=30), numbered(1, 2, start=40)) for _ in range(LAYERS)])
    for keys, values in heard:
        assert keys[:, 0, :, 0].tolist() == [[100, 101], [30, 31]]
        assert values[:, 0, :, 0].tolist() == [[107, 108], [40, 41]]
