/**
 * The field's own codes, in kebab-case as people record them. One list each; types are made from the lists,
 * so that a code added here must be handled wherever the compiler knows it is read.
 */
export const PATHWAYS = ['away-from-home', 'at-home'] as const
export type Pathway = (typeof PATHWAYS)[number]

export const LEGAL_BASES = [
  'voluntary-s25',
  'cpo',
  'icso',
  'cso',
  'permanence-order',
  'warrant',
  'other',
] as const
export type LegalBasis = (typeof LEGAL_BASES)[number]

export const PLACEMENT_TYPES = [
  'with-parents',
  'kinship',
  'foster',
  'prospective-adopters',
  'other-community',
  'council-home',
  'voluntary-home',
  'residential-school',
  'secure',
  'crisis',
  'other-residential',
] as const
export type PlacementType = (typeof PLACEMENT_TYPES)[number]

/** The usual partners of a child plan meeting: the agencies of a policy that names none of its own. */
export const AGENCIES = [
  'social-work',
  'health',
  'education',
  'legal',
  'panel',
  'reporter',
  'hearings',
] as const

/** The code of an agency, in kebab-case. Which ones there are, the policy of a journey says. */
export type Agency = string

export const ROLES = [
  'case-worker',
  'reviewer',
  'panel-coordinator',
  'decision-maker',
  'legal',
  'manager',
  'improvement-lead',
  'partner',
  'auditor',
  'administrator',
  'system',
] as const
export type Role = (typeof ROLES)[number]

export const STAGES = [
  'first-72-hours',
  'assessment',
  'awaiting-recommendation',
  'awaiting-panel',
  'awaiting-decision',
  'awaiting-lodging',
  'in-court',
  'order-in-place',
  'returning-home',
  'at-home',
  'closed',
] as const
export type Stage = (typeof STAGES)[number]

export const DEADLINE_STATUSES = [
  'pending',
  'due-soon',
  'overdue',
  'met',
  'met-late',
  'cancelled',
  'not-applicable',
] as const
export type DeadlineStatus = (typeof DEADLINE_STATUSES)[number]

/** Child plan meetings (CPM) by their place in the timetable. */
export const CHILD_PLAN_MEETINGS = ['72-hour', '3-month', '6-month', 'other'] as const
export type ChildPlanMeeting = (typeof CHILD_PLAN_MEETINGS)[number]

/** Meetings a date can be agreed for: the child plan meetings, the statutory review and the panel. */
export const DIARY_MEETINGS = ['72-hour', '6-week-review', '3-month', '6-month', 'panel', 'other'] as const
export type DiaryMeeting = (typeof DIARY_MEETINGS)[number]

/** The statutory review (LAC Regs 2009 r38, r45) that a meeting was. */
export const REVIEWS = ['emergency', '6-week', 'later'] as const
export type Review = (typeof REVIEWS)[number]

export const ATTENDANCES = ['attended', 'apologies', 'absent'] as const
export type Attendance = (typeof ATTENDANCES)[number]

export const VIEW_HOLDERS = ['child', 'parent', 'carer'] as const
export type ViewHolder = (typeof VIEW_HOLDERS)[number]

export const VIEW_MEANS = ['in-person', 'written', 'advocate', 'too-young', 'declined', 'not-sought'] as const
export type ViewMeans = (typeof VIEW_MEANS)[number]

export const CPM_RECOMMENDATIONS = ['none', 'return-home', 'away-from-home'] as const
export type CpmRecommendation = (typeof CPM_RECOMMENDATIONS)[number]

export const RECOMMENDATIONS = ['return-home', 'away-from-home'] as const
export type Recommendation = (typeof RECOMMENDATIONS)[number]

export const ROUTES = [
  'permanence-order',
  'permanence-order-with-authority-to-adopt',
  'adoption',
  'kinship-care-order',
  'other',
] as const
export type Route = (typeof ROUTES)[number]

export const PANEL_OUTCOMES = ['supported', 'not-supported', 'deferred'] as const
export type PanelOutcome = (typeof PANEL_OUTCOMES)[number]

export const DECISIONS = [
  'approve-permanence-order',
  'approve-permanence-order-with-authority-to-adopt',
  'approve-adoption',
  'approve-other',
  'not-approved',
] as const
export type Decision = (typeof DECISIONS)[number]

export const ORDERS = [
  'permanence-order',
  'permanence-order-with-authority-to-adopt',
  'adoption',
  'kinship-care-order',
  'other',
] as const
export type Order = (typeof ORDERS)[number]

export const CLOSING_REASONS = [
  'adoption-granted',
  'kinship-order-granted',
  'returned-to-family',
  'aged-out',
  'moved-away',
  'died',
  'ceased-to-be-looked-after',
  'recorded-in-error',
] as const
export type ClosingReason = (typeof CLOSING_REASONS)[number]

/** Who holds the lead of a journey, or covers for them. */
export const ASSIGNMENTS = ['lead', 'cover'] as const
export type Assignment = (typeof ASSIGNMENTS)[number]

/** Whose consent to an order was asked for (ACA 2007 s84: the child's own from the age of 12). */
export const CONSENTS_OF = ['child', 'parent'] as const
export type ConsentOf = (typeof CONSENTS_OF)[number]

export const CONSENTS = ['given', 'withheld', 'incapable'] as const
export type Consent = (typeof CONSENTS)[number]

/** To whom a peer review is fed back (PACE Highland, aim 1: to both). */
export const FEEDBACK_TO = ['service-manager', 'team-manager'] as const
export type FeedbackTo = (typeof FEEDBACK_TO)[number]

export const DELAY_REASONS = [
  'legal',
  'panel-date',
  'assessment',
  'court',
  'family-contact',
  'staffing',
  'other',
] as const
export type DelayReason = (typeof DELAY_REASONS)[number]

/** Where a child can be placed, or a journey go: Scotland's 32 councils, and beyond them. */
export const AUTHORITIES = [
  'aberdeen-city',
  'aberdeenshire',
  'angus',
  'argyll-and-bute',
  'clackmannanshire',
  'dumfries-and-galloway',
  'dundee-city',
  'east-ayrshire',
  'east-dunbartonshire',
  'east-lothian',
  'east-renfrewshire',
  'edinburgh',
  'eilean-siar',
  'falkirk',
  'fife',
  'glasgow-city',
  'highland',
  'inverclyde',
  'midlothian',
  'moray',
  'north-ayrshire',
  'north-lanarkshire',
  'orkney-islands',
  'perth-and-kinross',
  'renfrewshire',
  'scottish-borders',
  'shetland-islands',
  'south-ayrshire',
  'south-lanarkshire',
  'stirling',
  'west-dunbartonshire',
  'west-lothian',
  'elsewhere-in-the-uk',
  'outside-the-uk',
] as const
export type Authority = (typeof AUTHORITIES)[number]
