"""Values that are nearly as a schema wants them."""
