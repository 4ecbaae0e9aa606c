"""The operations of partnership with industry, for the whole API to add."""

from penstock.industry.benchmarks.api import router as benchmarks
from penstock.industry.consultations.api import router as consultations
from penstock.industry.contacts.api import router as contacts
from penstock.industry.guidance.api import router as guidance
from penstock.industry.partnership.api import router as partnership
from penstock.industry.trust.api import router as trust

PARTNERSHIP = (partnership, consultations, trust, guidance, contacts, benchmarks)
