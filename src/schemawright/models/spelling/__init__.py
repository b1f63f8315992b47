"""How values are spelled in JSON text: numbers exact, names in their order, no deeper than is read."""
