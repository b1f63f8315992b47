"""What a schema says, subschema by subschema; and by which of them which values of a record are judged."""
