"""Every row of the research notes that a gate can judge has its rule, under the row's own name."""

import pytest

ROWS = {
    "US": """HOURS PREFTIME WORK ATTY CEASE CONSENT 3P LOC 7IN7 CONV7 CALLEXCL HARASS MEDIA OPTOUT SMS EMAIL WORKEMAIL
        SOCIAL POSTCARD LCM MINI FALSE THREAT FEES VALID DISPUTE TIMEBAR DECEASED PARK TRANSFER BK RETAIN MINOR""",
    "UK": """TIMES FREQ 3P IDV WRONG PREMIUM MISREP VISIT FORB PRESS COURT ADVICE30 DISPUTE MCAP VULN BS MHC STAT FOS
        COMPL8W GDPR""",
    "TW": """HOURS CONDUCT FALSE POSTCARD 3P LOC NOCASH VISIT REC6 OUTNOTICE DATA CARD RATE JCIC CDCA GUAR COMPL30
        LIMIT HEIR PDPA CRIM""",
    "HK": "CONDUCT IDENT HOURS 3P DCANOTICE BANKRUPT LIMIT",
    "SG": "LICENCE CONDUCT",
    "EU": "ART10 NOTICE COMPLAINT ADM GDPRMIN FORB HOURS",
}
# What the notes mark as never read in the original, or not read at all, stays marked so for people.
NOT_READ = {
    "memory": "US-MEDIA US-FEES US-PARK US-TRANSFER UK-FREQ UK-GDPR HK-LIMIT EU-COMPLAINT EU-GDPRMIN EU-FORB",
    "secondary": "US-CONV7 US-CALLEXCL US-OPTOUT US-SMS US-EMAIL US-LCM UK-PRESS UK-ADVICE30 UK-MHC HK-3P SG-CONDUCT",
}


@pytest.mark.parametrize("place", list(ROWS))
def test_every_row_has_its_rule(lawbook, place):
    ids = {law.id for where, law in lawbook.laws() if where == place}
    assert {f"{place}-{row}" for row in ROWS[place].split()} - ids == set()


@pytest.mark.parametrize("source", list(NOT_READ))
def test_a_rule_says_how_well_its_source_was_read(lawbook, source):
    named = set(NOT_READ[source].split())
    for _, law in lawbook.laws():
        if law.id in named and law.force != "policy":
            assert {value.source for value in law.values.values()} == {source}, law.file


def test_every_file_has_an_act_that_passes_and_one_that_does_not(lawbook):
    for place, law in lawbook.laws():
        if place not in ("*", "CN") and law.on_breach != "allow":
            told = {example.then for example in law.examples}
            assert law.on_breach in told, law.file
            assert "allow" in told, law.file
