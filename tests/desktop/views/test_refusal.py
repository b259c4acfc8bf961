"""What is shown where the window cannot open."""

import asyncio
from functools import partial

import qasync
from PySide6.QtWidgets import QApplication, QMessageBox

from dabir_desktop.i18n import Interface
from dabir_desktop.library import LibraryTooNew
from dabir_desktop.messages import failed
from dabir_desktop.views.refusal import show_refusal


def test_the_reason_stands_until_it_is_put_away(qapp: QApplication, english: Interface) -> None:
    async def refused() -> str:
        showing = asyncio.create_task(show_refusal(failed(LibraryTooNew("library.sqlite3")), english))
        await asyncio.sleep(0.05)
        (box,) = [each for each in qapp.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]
        assert not showing.done()
        box.accept()
        await showing
        return box.text()

    with asyncio.Runner(loop_factory=partial(qasync.QEventLoop, qapp)) as runner:
        assert "newer Dabir" in runner.run(refused())
