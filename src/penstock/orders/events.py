"""Events of customers, declarations and orders: the name, what the person did, and who sees it."""

COMPANY = "the company itself"

EVENTS = {
    "customer.kept": ("entered or corrected a customer", COMPANY),
    "customer.identified": ("verified the identity of a customer", COMPANY),
    "customer.site_kept": ("entered or corrected a site of a customer", COMPANY),
    "customer.licence_kept": ("entered, verified or corrected a licence of a customer", COMPANY),
    "customer.licence_ended": ("took a licence of a customer out of use", COMPANY),
    "customer.linked": ("said that two customers belong together", COMPANY),
    "customer.parted": ("said that a customer belongs to no other", COMPANY),
    "customer.stopped": ("stopped supplying a customer", COMPANY),
    "customer.supplied": ("let a customer be supplied again", COMPANY),
    "declaration.drawn_up": ("drew up a declaration of end use", COMPANY),
    "declaration.link_made": ("made a link to sign a declaration", COMPANY),
    "declaration.signed": ("signed a declaration, or took in the signed paper", COMPANY),
    "declaration.verified": ("verified a declaration", COMPANY),
    "declaration.ended": ("ended a declaration", COMPANY),
    "watch.history_loaded": ("loaded orders from before the house", COMPANY),
    "watch.set": ("said how many cases a month can be reviewed", COMPANY),
    "watch.asked": ("asked for a round over all orders", COMPANY),
    "watch.judged": ("made a round over all orders", COMPANY),
    "watch.decided": ("decided on what stood out in a round", COMPANY),
    "order.checked": ("checked an order", COMPANY),
    "hold.lifted": ("lifted the hold of an order", COMPANY),
    "hold.refused": ("refused a held order", COMPANY),
    "hold.replaced": ("set a held order aside for a new check", COMPANY),
}
