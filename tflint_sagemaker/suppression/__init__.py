"""Suppression comments: reading them, matching them with findings, inserting them.

`engine/` and `cli/` import it.
"""
