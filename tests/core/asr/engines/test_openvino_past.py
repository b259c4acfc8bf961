from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_past import Past, step_mask
from dabir_core.openvino_runtime import load_openvino


def test_a_token_sees_the_past_and_itself() -> None:
    mask = step_mask([1, 1], 3, past=1)
    assert mask.shape == (2, 1, 3, 4)
    np.testing.assert_array_equal(mask[1, 0] == 0, [[1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]])
    assert mask.min() < -1e6
    assert np.isfinite(mask).all()


def test_a_single_token_sees_everything() -> None:
    assert not step_mask([7], 1, past=7).any()


def test_nobody_sees_the_padding_before_a_younger_row() -> None:
    mask = step_mask([3, 1, 0], 2, past=3)
    np.testing.assert_array_equal(mask[:, 0, 0] == 0, [[1, 1, 1, 1, 0], [0, 0, 1, 1, 0], [0, 0, 0, 1, 0]])
    np.testing.assert_array_equal(mask[:, 0, 1] == 0, [[1, 1, 1, 1, 1], [0, 0, 1, 1, 1], [0, 0, 0, 1, 1]])


@dataclass
class State:
    """An openvino.VariableState with one number for each head and token."""

    name: str
    numbers: NDArray[Any]

    @property
    def state(self) -> Any:
        return load_openvino().Tensor(self.numbers)

    @state.setter
    def state(self, tensor: Any) -> None:
        self.numbers = np.array(tensor.data)


class Request:
    """Remembers, as the decoder's graph does, what each row was fed: here the numbers themselves."""

    def __init__(self) -> None:
        self.states = [State(name, np.zeros((0, 1, 0, 1), np.float32)) for name in ("k0", "v0")]
        self.heard: dict[str, NDArray[Any]] = {}
        self.told: list[str] = []

    def query_state(self) -> list[State]:
        return self.states

    def set_tensor(self, name: str, tensor: Any) -> None:
        self.heard[name] = tensor.data
        self.told.append(name)

    def run(self, past: Past, tokens: list[list[float]], order: list[int]) -> dict[str, NDArray[Any]]:
        inputs = past.inputs(np.array(order), len(tokens[0]))
        for state in self.states:
            new = np.array(tokens, np.float32)[order][:, None, :, None]
            former = state.numbers[inputs["rows"]] if len(state.numbers) else new[:, :, :0]
            state.numbers = np.concatenate([former, new], axis=2)
        past.went_on(np.array(order), len(tokens[0]))
        return inputs

    def fed(self, number: int = 0) -> list[list[float]]:
        rows: list[list[float]] = self.states[number].numbers[:, 0, :, 0].tolist()
        return rows


def past_of(tokens: list[list[float]]) -> tuple[Past, Request]:
    request = Request()
    past = Past(load_openvino(), request, len(tokens))
    request.run(past, tokens, list(range(len(tokens))))
    return past, request


def test_rows_that_join_are_aligned_at_their_newest_token() -> None:
    past, request = past_of([[1, 2, 3], [4, 5, 6]])
    past.join(past_of([[7]])[0])
    assert request.fed(0) == request.fed(1) == [[1, 2, 3], [4, 5, 6], [0, 0, 7]]
    assert past.lengths == (3, 3, 1)


def test_each_row_counts_its_own_positions() -> None:
    past, request = past_of([[1, 2, 3]])
    past.join(past_of([[7]])[0])
    inputs = request.run(past, [[4, 5], [8, 9]], [0, 1])
    np.testing.assert_array_equal(inputs["positions"], [[3, 4], [1, 2]])
    assert past.lengths == (5, 3)


def test_reordered_rows_join_as_they_are_meant_not_as_they_lie() -> None:
    past, request = past_of([[1, 1], [2, 2], [3, 3]])
    other, _ = past_of([[4], [5]])
    past.reorder([2, 0])
    other.reorder([1, 1, 0])
    past.join(other)
    assert request.fed() == [[3, 3], [1, 1], [0, 5], [0, 5], [0, 4]]


def test_rows_may_be_placed_in_any_order() -> None:
    past, request = past_of([[1], [2], [3]])
    request.run(past, [[10], [20], [30]], [2, 0, 1])
    assert request.fed() == [[3, 30], [1, 10], [2, 20]]
    request.run(past, [[11], [21], [31]], [0, 1, 2])
    assert request.fed() == [[1, 10, 11], [2, 20, 21], [3, 30, 31]]


def test_padding_that_no_row_needs_any_more_goes() -> None:
    past, request = past_of([[1, 2, 3, 4]])
    past.join(past_of([[5]])[0])
    past.reorder([1])
    past.join(past_of([[6, 7]])[0])
    assert request.fed() == [[0, 5], [6, 7]]


def test_rows_that_were_fed_nothing_join() -> None:
    past, request = past_of([[1, 2]])
    past.join(Past(load_openvino(), Request(), 1))
    assert request.fed() == [[1, 2], [0, 0]]
    empty = Request()
    past = Past(load_openvino(), empty, 1)
    past.join(past_of([[3]])[0])
    assert empty.fed() == [[0], [3]]


def test_a_request_is_told_where_to_listen_only_when_that_has_changed() -> None:
    request = Request()
    past = Past(load_openvino(), request, 1)
    slots = [np.zeros((3, 1, 2, 2), np.float32), np.ones((3, 1, 2, 2), np.float32)]
    past.listen_to([array[:2] for array in slots])
    past.listen_to([array[:2] for array in slots])
    assert request.told == ["cross_k0", "cross_v0"]
    slots[1][0] = 5.0
    assert request.heard["cross_v0"][0].min() == 5.0
    past.listen_to([array[:1] for array in slots])
    assert request.heard["cross_k0"].shape == (1, 1, 2, 2)
    past.listen_to([slots[0][:1], slots[1][1:2]])
    assert request.heard["cross_v0"].max() == 1.0
