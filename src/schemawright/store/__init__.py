"""Schema resources: reading them, finding what they refer to, and nothing outside the workspace."""
