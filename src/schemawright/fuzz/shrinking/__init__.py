"""How a record is made smaller: step by step, and by what Hypothesis' bytes say."""
