"""The fast path: what is surely valid goes straight into the classes, and back."""
