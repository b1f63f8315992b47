"""The grammar of a schema: for each place in a record, what makes what may stand there."""
