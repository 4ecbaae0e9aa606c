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
    "undertaking.drawn_up": ("drew up which duties a distributor takes over", COMPANY),
    "undertaking.link_made": ("made a link to sign an undertaking", COMPANY),
    "undertaking.signed": ("signed an undertaking, or took in the signed paper", COMPANY),
    "undertaking.verified": ("verified an undertaking", COMPANY),
    "undertaking.ended": ("ended an undertaking", COMPANY),
    "resale.kept": ("entered or corrected what a distributor resold", COMPANY),
    "order.checked": ("checked an order", COMPANY),
    "hold.lifted": ("lifted the hold of an order", COMPANY),
    "hold.refused": ("refused a held order", COMPANY),
    "law_task.made": ("made tasks of a change of the law", COMPANY),
    "law_task.settled": ("settled a task of a change of the law", COMPANY),
    "hold.replaced": ("set a held order aside for a new check", COMPANY),
}
