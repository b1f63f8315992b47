"""What an engine is allowed to get wrong, and why: one row a case.  A row whose case passes fails the run."""

from __future__ import annotations

SKIPS: dict[str, dict[tuple[str, str, str, str], str]] = {
    "native": {},
    "reference": {
        (
            "draft3",
            "optional/format/ecmascript-regex",
            "ECMA 262 regex dialect recognition",
            "ECMA 262 has no support for lookbehind",
        ): "ECMA-262 has had lookbehind since 2018, and later dialects of the suite no longer ask otherwise",
    },
}
"""Engine; dialect, file, group and test; reason."""
