"""Small helpers without knowledge of Terraform or SageMaker.

Every package may import it; it imports none of the others.
"""
