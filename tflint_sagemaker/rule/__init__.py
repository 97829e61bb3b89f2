"""What a rule is, what it reports, and the registry of the installed rules.

Everything above `sagemaker/` may import it. Rules reach it through `api/`.
"""
