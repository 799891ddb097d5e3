"""The server: who may ask, what is painted first, whose turn it is, whether the figures are still right."""
