"""
The one home of jsonschema-rs's canonical algebra: a schema in a small vocabulary, and exact negation.

The canonical form has no `if`, no `dependentSchemas`, hardly an `allOf`, `oneOf` or `unevaluated…` left: what reads it
needs to know few keywords, and those of one dialect only.
"""

from __future__ import annotations
