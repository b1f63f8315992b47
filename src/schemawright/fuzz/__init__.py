"""Records from a schema: valid ones, and invalid ones that break one keyword at one location."""
