"""The gateway to model providers: the only way a product asks a model."""
