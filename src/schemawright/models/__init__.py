"""
Models: dataclasses that are exactly the schema.

`plan` (what becomes a class, and how it is called) → `emit` (Python, by datamodel-code-generator) → `publish`
(atomically).  `loading` and `fast` are what generated modules run on, and need none of those.
"""
