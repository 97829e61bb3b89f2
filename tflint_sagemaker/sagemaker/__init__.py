"""The model and its related resources as rules read them, and the facts about AWS behind them.

It may import `terraform`, `hcl`, `cache` and `util`. `rule`, `live`, `api` and `engine` import it;
rules reach it through `api`.

| topic | modules |
|---|---|
| models and their views | `subjects`, `model`, `context`, `view`, `argument`, `placeholders` |
| related resources | `related_resources`, `resources`, `artifacts`, `features` |
| constraints | `schema`, `schema_paths`, `schema_fast_path`, `schema_conformance` |
| images | `image`, `image_registry`, `reference`, `repositories` |
| model data | `s3` |
| roles | `attachments`, `iam`, `permissions`, `trust` |
| policies | `policy`, `partial_policy`, `iam_patterns` |
| network | `network` |
| endpoints | `endpoint`, `endpoint_limits`, `instance_types`, `package` |
| the provider | `provider`, `provider_settings`, `region`, `refusals`, `plain_data` |
| what a run creates | `will_create`, `stable_names`, `arn_samples` |
| what a report shows | `plan_json`, `summary`, `secrets` |
"""
