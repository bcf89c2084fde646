"""How likely is it that a payment will be missed? Features, cards, scores, reasons. Pure: no Django, clock, network."""
