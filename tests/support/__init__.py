"""Helpers that tests share: recorded cases, comparisons and stand-ins for AWS."""
