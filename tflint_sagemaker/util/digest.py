"""The hash by which things are kept: hashlib's own, whose import also loads OpenSSL for 3 ms."""

try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b"]
