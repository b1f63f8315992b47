"""Run the command line: `python -m schemawright`."""

from schemawright.cli import run

run()
