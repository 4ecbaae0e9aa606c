"""The operations of a company's order desk."""

from penstock.orders.changes.api import router as tasks
from penstock.orders.checking.api import router as checks
from penstock.orders.customers.api import router as customers
from penstock.orders.declarations.api import router as declarations
from penstock.orders.deliveries.api import router as deliveries
from penstock.orders.distribution.api import router as distribution
from penstock.orders.holds.api import router as holds
from penstock.orders.samples.api import router as samples
from penstock.orders.watch.api import router as watch

ROUTERS = (customers, declarations, distribution, checks, holds, tasks, deliveries, samples, watch)
