"""Passing over sleeping duties changes nothing but the time it takes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.compliance import vocabulary
from forbear.compliance.facts import Facts

INSTANT = st.sampled_from(["2020-01-01", "2026-11-20T09:00:00+08:00", "2030-01-01T00:00:00+08:00"])
WORDS = ["arrest", "dishonest_list", "payment", "location_info", "address_book", "health_record", "consent", "none",
         "workplace", "home_inside", "police_officer", "credit_card", "private_mobile", "collection_call_recording",
         "complaint", "freeze_account", "joint_and_several", "employer"]  # fmt: skip
BY_TYPE = {
    "boolean": st.booleans(),
    "number": st.integers(0, 100),
    "instant": INSTANT,
    "word": st.sampled_from(WORDS),
    "words": st.lists(st.sampled_from(WORDS), max_size=2),
}


def section(name):
    """Any few facts of a section, each of its type."""
    tables = (vocabulary.BOOLEANS, vocabulary.NUMBERS, vocabulary.INSTANTS, vocabulary.WORDS, vocabulary.WORD_LISTS)
    facts = sorted(fact for table in tables for fact in table if fact.startswith(name + ".") and fact.count(".") == 1)
    drawn = st.lists(st.sampled_from(facts), max_size=5, unique=True)
    return drawn.flatmap(
        lambda chosen: st.fixed_dictionaries({fact.split(".")[1]: BY_TYPE[vocabulary.type_of(fact)] for fact in chosen})
    )


requests = st.fixed_dictionaries(
    {
        "jurisdiction": st.sampled_from(["CN", "US", "UK", "TW", "HK", "SG", "EU"]),
        "now": st.just("2026-11-24T10:00:00+08:00"),
        "actor": st.sampled_from(sorted(vocabulary.ACTORS)),
        "party": st.sampled_from(sorted(vocabulary.PARTIES)),
        "channel": st.sampled_from(sorted(vocabulary.CHANNELS)),
        "purpose": st.sampled_from(sorted(vocabulary.PURPOSES)),
        "borrower": st.fixed_dictionaries(
            {
                "timezone": st.just("Asia/Shanghai"),
                "age": st.integers(0, 90),
                "flags": st.lists(st.sampled_from(sorted(vocabulary.FLAGS)), max_size=2),
            },
            optional={
                "inconvenient_times": st.sampled_from([[], [{"from": "09:00", "to": "12:00"}], "whenever"]),
                "preferred_times": st.sampled_from([[], [{"from": "09:00", "to": "12:00"}], ["18:00", "20:00"]]),
                "attorney": st.sampled_from([{}, {"debt_ids": ["D1"]}]),
                "debt_advice": st.just({"notified_at": "2026-11-20", "plan_in_development": True}),
                "moratorium": st.sampled_from(
                    [
                        {"type": "breathing_space", "start": "2026-11-01"},
                        {"type": "mental_health_crisis", "treatment_ended": "2026-11-01"},
                    ]
                ),
                "requested_callback": st.booleans(),
            },
        ),
        "consent": st.sampled_from(
            [
                {},
                {"sms": {"opted_out_at": "2026-01-01"}},
                {"marketing": {"revoked_at": "2026-01-01"}},
                {"hours_exception": True},
                {"email": {"consented": True}, "preferred_channel_only": "email"},
            ]
        ),
        "debt": st.tuples(
            section("debt"),
            st.sampled_from(
                [
                    {},
                    {"dispute": {"opened_at": "2026-11-01"}},
                    {"original_creditor_request": {"in_writing": True, "received_at": "2026-11-01"}},
                    {"validation_notice": {"sent_at": "2026-11-01", "period_end": "2026-11-20"}},
                ]
            ),
        ).map(lambda both: both[0] | both[1]),
        "content": section("content"),
        "history": st.lists(
            st.fixed_dictionaries(
                {
                    "at": st.just("2026-11-24T09:00:00+08:00"),
                    "channel": st.sampled_from(["sms", "voice"]),
                    "outcome": st.sampled_from(sorted(vocabulary.OUTCOMES)),
                    "party": st.sampled_from(["borrower", "emergency_contact"]),
                }
            ),
            max_size=4,
        ),
    }
)


@settings(max_examples=800, deadline=None)
@given(requests)
def test_a_duty_left_asleep_is_never_broken(lawbook, request_):
    facts = Facts(request_)
    pack = lawbook.on(facts.locals[0].date(), facts.jurisdiction)
    selection = pack.select(facts.channel, facts.purpose, facts.party, facts.actor)
    awake = selection.awake(facts)
    broken = [duty.law.file for duty in selection.duties if duty not in awake and duty.judge(facts) is not None]
    assert broken == []
