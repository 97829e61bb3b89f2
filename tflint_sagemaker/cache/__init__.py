"""The cache on disk: results of earlier computations as JSON, found by a hash of their input.

`directory` finds the user's cache, `store` reads and writes it, `active` caches what functions
return, and `keys` identifies code. Every package above may import it; it imports only `util`.
"""
