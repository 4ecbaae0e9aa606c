"""Pictures as they are shared: without what a camera or a telephone wrote beside them."""
