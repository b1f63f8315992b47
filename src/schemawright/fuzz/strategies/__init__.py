"""Records as Hypothesis draws them."""
