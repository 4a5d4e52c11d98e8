"""What every training has in common: its loop, its steps, and how it is interrupted and goes on."""
