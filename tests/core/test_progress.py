from dabir_core.progress import CancelToken


def test_a_listener_is_called_when_somebody_cancels_and_not_after_it_left() -> None:
    token, called = CancelToken(), []
    with token.calling(lambda: called.append("first")):
        assert called == []
        token.cancel()
        assert called == ["first"]
    token.cancel()
    assert called == ["first"]


def test_a_listener_that_comes_too_late_is_called_at_once() -> None:
    token, called = CancelToken(), []
    token.cancel()
    with token.calling(lambda: called.append("late")):
        assert called == ["late"]


def test_each_listener_leaves_alone() -> None:
    token, called = CancelToken(), []

    def listen() -> None:
        called.append("twice")

    with token.calling(listen):
        with token.calling(listen):
            pass
        token.cancel()
    assert called == ["twice"]
