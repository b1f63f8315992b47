"""The order in which records are handed out: what tells most comes first."""
