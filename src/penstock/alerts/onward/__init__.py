"""Taking a suspicious report onward without its reporter: to companies, to incidents, to other governments."""
