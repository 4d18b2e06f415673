"""A parser that asks a language model over the chat completions API of OpenAI, or of any server that speaks it."""
