"""The engine: lints modules, filters the findings, fixes files.

`report/`, `session` and `cli/` import it; rules never do.
"""
