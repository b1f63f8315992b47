"""Valid records of a schema."""
