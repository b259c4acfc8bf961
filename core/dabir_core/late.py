"""Names of a package's face that are imported when they are first asked for (PEP 562), so that none waits for all.

All of core is two hundred modules and a third of a second; a window, a command or a bot needs a part of it to start.
A face names its modules twice: in imports that only type checkers and packagers read, and in what it gives to
`late_names`; tests/architecture holds the two equal. A late name must not be that of a module of the same folder, since
importing this module would put it in the name's place. Source: PEP 562; Scientific Python's SPEC 1 has the same way.
"""

import importlib
import sys
from collections.abc import Callable, Mapping


def late_names(package: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """A package's `__getattr__`.

    `names` says, by module seen from the root package, which names that one holds, with spaces between.
    """
    root = package.partition(".")[0]
    homes = {name: home for home, held in names.items() for name in held.split()}

    def fetch(name: str) -> object:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found: object = getattr(importlib.import_module(f"{root}.{home}"), name)
        setattr(sys.modules[package], name, found)  # from now on it is found without us
        return found

    return fetch
