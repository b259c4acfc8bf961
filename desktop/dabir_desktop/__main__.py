"""Entry of `dabir-desktop` and of `python -m dabir_desktop`. Qt is imported only where it is."""

import importlib.util
import sys

from dabir_desktop.arguments import parse

_EXIT_USAGE = 2
_INCOMPLETE = (
    "برنامهٔ دسکتاپ نصب نیست. این دستور را اجرا کنید: {command}\n"
    "The desktop app is not installed. Run this command: {command}"
)
_COMMAND = "pip install 'dabir[desktop]'"


def main() -> None:
    """Opens the window, or hands the arguments to the one that is open."""
    arguments = parse(sys.argv[1:])
    if not all(importlib.util.find_spec(name) for name in ("PySide6", "qasync")):
        print(_INCOMPLETE.format(command=_COMMAND), file=sys.stderr)
        sys.exit(_EXIT_USAGE)
    from dabir_desktop.app import run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
