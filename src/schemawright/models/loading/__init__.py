"""Loading: the validator judges, then what carries the value is built."""
