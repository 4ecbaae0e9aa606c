"""What the measurement of signals needs: published baselines, generated orders, and the other engine."""
