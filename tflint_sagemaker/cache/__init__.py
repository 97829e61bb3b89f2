"""The cache on disk and the keys of its entries.

Every package may import it; it imports none of the others.
"""
