"""What one sees: blocks of the readout made of a decision or an advice, the same on pages, slides and presentation."""
