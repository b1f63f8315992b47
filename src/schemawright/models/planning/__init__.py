"""The plan of a module: from a schema to the shape of its instances, with a name for everything."""
