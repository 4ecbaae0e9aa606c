"""The operations of a company's order desk."""

from penstock.orders.checking.api import router as checks
from penstock.orders.customers.api import router as customers
from penstock.orders.declarations.api import router as declarations
from penstock.orders.holds.api import router as holds
from penstock.orders.watch.api import router as watch

ROUTERS = (customers, declarations, checks, holds, watch)
