"""Documents × engine → findings, in one process."""
