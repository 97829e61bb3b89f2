"""Text to syntax tree, with exact spans; the only package that imports hcl2."""
