"""Live checks: read-only requests to AWS, with the identity that the provider configuration names.

`run` runs the checks concurrently, `client` sends, limits and caches the requests, `identity` and
`sessions` find the credentials; one module for each AWS service interprets its responses.
Rules get these through `api`; `engine`, `cli` and `session` import `aws`, `run` and their options.
"""
