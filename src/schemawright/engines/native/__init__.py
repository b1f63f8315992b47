"""The native engine: jsonschema-rs, mended where it does not do what the specification says."""
