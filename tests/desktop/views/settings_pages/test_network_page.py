"""Addresses: which are kept, and what is said of the others."""

import pytest
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.settings import Preferences
from dabir_desktop.views.settings_pages.network_page import NetworkPage, is_address

WEB = frozenset({"http", "https"})


@pytest.mark.parametrize(
    ("written", "is_right"),
    [
        ("https://hub.example.org", True),
        ("http://127.0.0.1:8080/path", True),
        ("https://user:word@hub.example.org", True),
        ("hub.example.org", False),
        ("https://", False),
        ("ftp://hub.example.org", False),
        ("https://hub.example.org:port", False),
        ("https://hub.example.org:99999", False),
        ("http://[::1", False),
    ],
)
def test_addresses(written: str, is_right: bool) -> None:
    assert is_address(written, WEB) is is_right


@pytest.fixture
def page(persian: Interface, qtbot: QtBot) -> NetworkPage:
    page = NetworkPage(persian)
    qtbot.addWidget(page)
    page.show()
    return page


def test_what_is_no_address_is_told_and_not_given(page: NetworkPage, qtbot: QtBot) -> None:
    page.mirror.setText("somewhere")
    with qtbot.assertNotEmitted(page.mirror_given):
        page.mirror.editingFinished.emit()
    assert page.complaint.isVisible()
    page.mirror.setText(" https://hub.example.org ")
    with qtbot.waitSignal(page.mirror_given) as given:
        page.mirror.editingFinished.emit()
    assert given.args == ["https://hub.example.org"]
    assert not page.complaint.isVisible()


def test_an_empty_line_takes_the_address_away(page: NetworkPage, qtbot: QtBot) -> None:
    page.show_preferences(Preferences(proxy="socks5://127.0.0.1:1080"))
    page.proxy.clear()
    with qtbot.waitSignal(page.proxy_given) as given:
        page.proxy.editingFinished.emit()
    assert given.args == [""]
