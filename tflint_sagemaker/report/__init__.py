"""One file an output format; they know findings only."""
