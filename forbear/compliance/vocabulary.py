"""The words a request may use, and the type of each fact: Appendix A of the regulation notes, as tables.

Only names and types live here; no limit of any law does. A word outside a closed list is refused, because a law
cannot be applied to a channel, flag or outcome that it has never heard of.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _inside(section: str, text: str) -> frozenset[str]:
    return frozenset(f"{section}.{name}" for name in text.split())


CHANNELS = _words(
    "ai_voice app_push email im letter portal postcard public_posting sms social_private social_public system "
    "third_party_sms third_party_voice visit voice voicemail work_email"
)
PURPOSES = _words(
    "automated_decision collection complaint_response complaint_sla_check credit_report data_export data_share "
    "data_use dispute_response estate_inquiry hardship_offer incident information_request interest_accrual "
    "legal_filing legal_notice location_inquiry marketing outsourcing plan_agreement plan_confirmation "
    "pre_due_reminder record_deletion remedy_notice self_help statutory_notice termination_notice "
    "validation_notice"
)
PARTIES = _words(
    "attorney attorney_lpa borrower debt_adviser emergency_contact employer executor family guarantor guardian "
    "heir other parent spouse"
)
ACTORS = _words("lender agency debt_collector debt_purchaser servicer credit_servicer")
OUTCOMES = _words("busy connected delivered no_answer opt_out out_of_service refused voicemail_left letter_sent")
DIRECTIONS = frozenset({"outbound", "inbound"})
# The last two lines are Forbear's own flags, kept in the lake beside those of the appendix.
FLAGS = _words(
    "bankruptcy bereavement breathing_space cease_request_written debt_settled deceased disputed "
    "employer_prohibits_contact fos_complaint_open identity_doubt incapacity_declared location_unknown "
    "lost_contact mental_capacity_concern mental_health_crisis_moratorium minor number_invalid plan_breached "
    "plan_performing refusal_to_pay_written rehabilitation_opened represented_by_attorney self_harm_risk "
    "terminal_illness vulnerable hardship unemployed deaf blind cognitive complaint_open wilful moratorium "
    "promise cease_request ageing_pause named_helper"
)
CLOSED = {"channel": CHANNELS, "purpose": PURPOSES, "party": PARTIES, "actor": ACTORS}

BOOLEANS = (
    _inside(
        "consent",
        "attorney_consent_direct lpa_registered third_party_hours_consent work_email.used_by_consumer "
        "email.consented sms.consented hours_exception.given_directly excess_calls.given_directly work_email.consented",
    )
    | _inside("borrower", "moratorium.covers_debt debt_advice.plan_in_development")
    | _inside(
        "debt",
        "assigned borrower_pursued_first claim_made co_signed_by_spouse contact_during_limitation "
        "customer_invoked_bar discharged execution_failed guarantee_signed heir_accepted heir_renounced "
        "identity_theft_report in_moratorium joint_debt_determined judgment_against_debtor letter_returned "
        "limitation_expired non_performing notice_complete ongoing_liability outsourcing_notice_sent paid "
        "retention_over secured settled time_barred dispute.resolved dispute.verified dispute.in_writing",
    )
    | _inside(
        "content",
        "accurate acknowledged action_intended action_lawful affordable answered appointment_agreed "
        "authorisation_shown badge_worn caller_identity_disclosed case_number_verified claims_immediate_liability "
        "collector_approved collects_cash complaint_channel complex contact_point_shown controller_consent "
        "court_competent court_order criminal_case_exists debtor_notified demands_payment discloses_debt "
        "dispute_open employer_name_requested employer_named enters_private_place entrustment_agreement "
        "entry_consent explanation_given extension_approved false_claim false_name fee_added fee_authorised "
        "guardian_consent has_cause_and_law has_dispute_channel has_issuer_contact has_name_balance "
        "has_rights_duties has_seal human_approved human_review id_shown identifies_as_debt_collector "
        "identifies_institution identity_verified in_response_to_debtor includes_opt_out initial_communication "
        "is_court judgment_exists known_shared_line legal_hold lender_consent_private_device licensed "
        "mandatory_items_present marked_private mentions_court mentions_credit_report name_indicates_collection "
        "negative notice_given notice_type_voice options_explored oral_agreement overshadows_dispute_right "
        "own_name_stated person_refuses_automation person_requests_human place_consent pretext purpose_explained "
        "purpose_stated recording remedy_intended requires_premium_rate sensitive_data separate_consent "
        "significant_effect strict_protection sub_entrust subject_liable suggests_new_borrowing "
        "synthetic_voice_disclosed threatens_disclosure threatens_legal_action time_barred_disclosure "
        "written_consent_furnish",
    )
)
NUMBERS = _words(
    "borrower.age content.age_months content.amount_claimed content.annual_rate content.days_elapsed "
    "content.estate_value_received content.extension_until_day content.staff_count content.subject_age "
    "content.term_months debt.amount debt.days_overdue debt.plan_missed_days"
)
INSTANTS = _words(
    "content.prior_notice_at content.received_at content.record_date content.last_collection_activity "
    "debt.assignment_notice_at debt.contract_date debt.due_date debt.initial_communication_at "
    "debt.last_acknowledged debt.last_interruption "
    "debt.outsourcing_notice_at debt.settled_on debt.transfer_notice_at debt.transferred_on "
    "debt.dispute.opened_at consent.hours_exception.granted_at consent.hours_exception.revoked_at "
    "consent.location_tracking.revoked_at consent.marketing.revoked_at consent.sms.opted_out_at "
    "consent.voice.opted_out_at consent.work_email.opted_out_at"
)
# Facts that hold one word or a list of words.
WORD_LISTS = frozenset(["content.claims", "content.data", "content.asks_for", "content.missing", "content.recipients"])
WORDS = _words(
    "content.action content.addressed_to content.basis content.decision content.exemption content.identifies_as "
    "content.kind content.mechanism content.place content.rate_kind content.record_type content.sender "
    "content.pia_id content.required_by debt.guarantee_type debt.product debt.currency debt.id debt.nation "
    "debt.notice_medium"
)
# Facts worked out from others; forbear/compliance/derived/ says how.
DERIVED_BOOLEANS = _words(
    "asked_before asked_for_contact breathing_space_recorded channel_stopped claim_exceeds_debt claim_exceeds_estate "
    "creditor_name_owed crisis_recorded dispute_open dispute_stops_nothing hours_exception_now inconvenient_now "
    "interest_added location_purpose_told message_limited message_overlong moratorium_over outside_preferred "
    "preferred_now refused_before represented_here spoke_with_borrower wrote_by_email wrote_by_text "
    "written_dispute_open"
)
DERIVED_NUMBERS = _words(
    "advice_days attorney_silent_days complaint_days days_since_text_confirmed days_since_treatment "
    "days_since_written days_without_validation limitation_months minutes_since_call months_since_settled "
    "moratorium_days record_age_months recording_age_months unanswered_in_a_row validation_period_days"
)
DERIVED = dict.fromkeys(DERIVED_BOOLEANS, "boolean") | dict.fromkeys(DERIVED_NUMBERS, "number")


def type_of(fact: str) -> str | None:
    """`word`, `words`, `boolean`, `number`, `instant`, or None for a fact nobody knows."""
    if fact in CLOSED or fact in WORDS:
        return "word"
    if fact == "borrower.flags" or fact in WORD_LISTS:
        return "words"
    tables = ((BOOLEANS, "boolean"), (NUMBERS, "number"), (INSTANTS, "instant"))
    return next((kind for names, kind in tables if fact in names), DERIVED.get(fact))
