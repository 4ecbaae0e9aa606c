"""Files of planned shipments: read, checked line by line, and lodged as notices in one act."""
