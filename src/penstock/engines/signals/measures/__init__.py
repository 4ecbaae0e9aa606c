"""Each signal as columns on the orders: its strength, and the figures that its sentence tells."""
