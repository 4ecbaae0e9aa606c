"""Messages of many incidents: a file or a list is read, understood value by value, mended, and released as one."""
