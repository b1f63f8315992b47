"""How many wrong schemas and wrong validators a stream of records tells apart from the right ones."""
