"""Generated from the schemas by `schemawright generate`; do not edit."""
