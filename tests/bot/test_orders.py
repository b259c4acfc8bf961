import json

import pytest

from dabir_bot.orders import Order, SoundKind
from dabir_core import Task


def test_an_order_comes_through_json_unchanged() -> None:
    order = Order(
        7,
        -100,
        12,
        5,
        SoundKind.LINK,
        link="https://example.org/a.mp3",
        duration=1.5,
        language=None,
        task=Task.TRANSLATE,
    )

    assert Order.from_json(json.loads(json.dumps(order.to_json()))) == order


def test_a_field_that_no_order_has_is_refused() -> None:
    values = Order(7, 1, 12, 5, SoundKind.VOICE).to_json() | {"colour": "red"}

    with pytest.raises(TypeError, match="colour"):
        Order.from_json(values)
