"""The accept path: what is valid for sure, at the speed of the bytes."""
