"""Questions to AWS: what a live check may ask, and who answers. Nothing here writes to AWS."""
