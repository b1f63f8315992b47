"""From a plan to a module in its place: written, pruned, formatted, compared, replaced."""
