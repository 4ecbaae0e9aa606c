"""End-use declarations: asked of a customer, signed on paper or through a link, verified, and expiring."""
