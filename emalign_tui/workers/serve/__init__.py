"""The model server for CPU: OpenAI's HTTP interface on loopback over transformers, with vLLM's routes for adapters."""
