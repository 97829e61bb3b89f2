"""HCL, native syntax and JSON: a path or a text becomes sources, blocks and syntax trees.

Every node has its exact place in the text. This package alone imports python-hcl2 and lark.
It may import `cache` and `util`; every package above may import it.
"""
