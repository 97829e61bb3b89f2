"""The formats of the report, one module each.

`cli/` and `session` import `formats`, which imports the module of a format on use. A format knows
the results in `rule/results.py`, and neither the engine nor the command line.
"""
