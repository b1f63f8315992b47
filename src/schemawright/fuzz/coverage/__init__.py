"""What records have exercised in a schema, what they never have, and why."""
