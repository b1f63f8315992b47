"""Who judges a schema's records otherwise: a command, or another schema."""
