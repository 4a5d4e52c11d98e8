"""What attention weights are in numbers."""
