"""Where references lead, and what an evaluation comes to."""
