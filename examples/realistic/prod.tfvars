environment = "prod"
account_id  = "123456789012"
bucket      = "example-models-prod"

models = {
  fraud = {
    version = "1.4.2"
  }
  churn = {
    version = "latest"
    mode    = "Single"
  }
}
