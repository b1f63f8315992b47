"""What assertions mean, in both engines: numbers, equality, formats, patterns, content."""
