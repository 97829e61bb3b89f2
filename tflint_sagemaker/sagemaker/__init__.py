"""The model resource: typed views, its JSON Schema, and the facts behind them."""
