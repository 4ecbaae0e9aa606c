"""The exercise world: six governments, their people and shipments in every state, played through the services."""
