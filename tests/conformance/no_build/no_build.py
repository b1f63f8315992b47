"""
A build backend that builds nothing, so that a source distribution can be downloaded without running its code.

`pip download --no-binary :all: NAME` takes the archive but then asks its build backend for the metadata, which executes
foreign code and may need a compiler.  With this folder first on PYTHONPATH (and `--no-build-isolation`) pip finds the
modules beside this one instead of the real backends: each has the one hook that pip calls, and it only copies the name
and the version out of the archive's own PKG-INFO.  Nothing foreign is executed.
"""

from __future__ import annotations

from pathlib import Path


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: object = None) -> str:
    """
    Write the least metadata that pip accepts, and return the name of its folder (PEP 517).

    Args:
        metadata_directory: Where to write it.
        config_settings: Ignored.
    """
    del config_settings
    lines = Path("PKG-INFO").read_text(encoding="utf-8").splitlines()
    fields = dict(line.split(": ", 1) for line in lines if line.startswith(("Name: ", "Version: ")))
    name, version = fields["Name"], fields["Version"]
    folder = f"{name.replace('-', '_')}-{version}.dist-info"
    target = Path(metadata_directory, folder)
    target.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    target.joinpath("METADATA").write_text(metadata, encoding="utf-8")
    return folder


def get_requires_for_build_wheel(config_settings: object = None) -> list[str]:
    """Return that nothing is needed."""
    del config_settings
    return []
