"""The reference engine: jsonschema, with keywords of its own where that does otherwise."""
