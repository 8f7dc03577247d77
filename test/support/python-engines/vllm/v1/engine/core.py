class EngineCore:
    """A process of its own in vLLM; here the script's addition to it is called at once."""
