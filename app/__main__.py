"""``python -m app`` and the ``tieout`` command: the window without arguments, the command line with a sub-command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program; answer ``--version`` before anything is loaded."""
    if sys.argv[1:] == ["--version"]:
        from app import __version__

        print(f"tieout {__version__}")
        return 0
    from app.cli.main import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
