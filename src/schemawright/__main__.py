"""
Run the command line: `python -m schemawright`, and the command `schemawright`.

Nothing is imported before an interrupt can be answered.
"""

import sys


def main() -> None:
    """Run the command line of this process and exit with its code."""
    try:
        from schemawright.cli import run

        run()
    except KeyboardInterrupt:  # While that was imported.
        if sys.stderr is not None:
            sys.stderr.write("schemawright: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
