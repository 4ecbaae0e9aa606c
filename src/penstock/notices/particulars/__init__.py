"""The particulars of a shipment, section by section, with the field types and the rules they need."""
