"""Finds the modules to lint: directories, ignore files, changed files.

`engine/`, `session` and `cli/` import it. It knows nothing of rules.
"""
